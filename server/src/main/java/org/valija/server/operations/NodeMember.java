package org.valija.server.operations;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Has every log line in JSON name the node, once it has its name. Made by the logging system. */
public final class NodeMember implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    private static volatile String node = "";

    /** Sets the name of this process's node. */
    static void named(String name) {
        node = name;
    }

    @Override
    public void customize(JsonWriter.Members<ILoggingEvent> members) {
        members.add("node", () -> node).whenHasLength();
    }
}

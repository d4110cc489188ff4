package org.valija.server.api;

import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Decodes base64 (RFC 4648 §4, line ends allowed) as it comes: no file stands in memory whole. */
final class SpooledDeserializer extends ValueDeserializer<Spooled> {

    @Override
    public Spooled deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
        Spools spools = (Spools) Objects.requireNonNull(context.getAttribute(Spools.class));
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw DatabindException.from(parser, "not a text");
        }
        try {
            return spools.keep(parser::readBinaryValue);
        } catch (StreamReadException e) {
            throw DatabindException.from(parser, "not base64");
        }
    }
}

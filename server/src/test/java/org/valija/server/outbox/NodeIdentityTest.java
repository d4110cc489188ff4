package org.valija.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class NodeIdentityTest {

    @TempDir
    Path folder;

    @Test
    void aRestartedNodeKeepsItsName() {
        String name;
        try (NodeIdentity first = NodeIdentity.claim(folder)) {
            name = first.name();
        }
        try (NodeIdentity again = NodeIdentity.claim(folder)) {
            assertThat(again.name()).isEqualTo(name).hasSizeLessThanOrEqualTo(50);
        }
    }

    @Test
    void twoThatLiveHaveNamesOfTheirOwnAndKeepThem() {
        try (NodeIdentity first = NodeIdentity.claim(folder);
                NodeIdentity second = NodeIdentity.claim(folder)) {
            assertThat(second.name()).isNotEqualTo(first.name());
            assertThat(folder).isDirectoryContaining("glob:**/node-1.id").isDirectoryContaining("glob:**/node-2.id");
        }
    }

    @Test
    void whatIsNoNameIsReplaced() throws IOException {
        Files.writeString(folder.resolve("node-1.id"), "ñandú; rm -rf\n");
        try (NodeIdentity node = NodeIdentity.claim(folder)) {
            assertThat(node.name()).matches("[a-z0-9.-]+-[0-9a-f]{12}");
        }
    }
}

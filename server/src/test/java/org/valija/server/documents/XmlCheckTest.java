package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmlCheckTest {

    @Test
    void whatTheParserHasNoWordsForIsRefusedLikeAnythingElse() {
        byte[] malformed = "<!DOCTYPE r [<!ENTIT\u0019Y a 'b'>]><r/>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> XmlCheck.check(malformed))
                .isInstanceOfSatisfying(
                        RefusedFileException.class,
                        e -> assertThat(e.refusal().key()).startsWith("documents.refused.xml"));
    }
}

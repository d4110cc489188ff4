package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditArea;
import org.valija.server.audit.AuditDetail;

/** These keys are put together from what was done: no page or line of code names them whole. */
class AuditWordsTest {

    @Test
    void everythingThatCanBeNotedHasItsWords() {
        ResourceBundle words = ResourceBundle.getBundle("operations");

        assertThat(words.keySet())
                .contains(keys("audit.action.", AuditAction.values()))
                .contains(keys("audit.area.", AuditArea.values()))
                .contains(keys("audit.detail.", AuditDetail.values()))
                .contains(Stream.of(AuditActor.Kind.values())
                        .filter(kind -> kind != AuditActor.Kind.USER)
                        .map(kind -> "audit.actor." + kind)
                        .toArray(String[]::new));
    }

    private static String[] keys(String prefix, Enum<?>[] values) {
        return Stream.of(values).map(value -> prefix + value.name()).toArray(String[]::new);
    }
}

package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.valija.oauth.AuthorizationProblem;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.TransportKind;
import org.valija.server.api.Scope;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditArea;
import org.valija.server.audit.AuditDetail;
import org.valija.server.consent.ConsentOrigin;
import org.valija.server.documents.Kind;
import org.valija.server.documents.Source;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

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

    /** What may be permitted, and why an authorisation failed, are noted as the program's own constants. */
    @Test
    void noConstantOfTheProgramIsShownToPeople() {
        ResourceBundle words = ResourceBundle.getBundle("operations");
        ResourceBundle permissions = ResourceBundle.getBundle("permissions");
        ResourceBundle programs = ResourceBundle.getBundle("api");

        assertThat(words.keySet())
                .contains(keys("audit.value.", AuthorizationProblem.values()))
                .contains(keys("audit.value.", ConsentOrigin.values()))
                .contains(keys("audit.value.", TransportKind.values()))
                .contains(keys("audit.value.", OAuthClient.Type.values()))
                .contains(keys("audit.value.", Kind.values()))
                .contains(keys("audit.value.", Source.values()));
        assertThat(permissions.keySet())
                .contains(keys("function.", Function.values()))
                .contains(keys("operation.", Operation.values()));
        assertThat(programs.keySet()).contains(keys("api.scope.", Scope.values()));
    }

    private static String[] keys(String prefix, Enum<?>[] values) {
        return Stream.of(values).map(value -> prefix + value.name()).toArray(String[]::new);
    }
}

package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    private static final Permission SEND = new Permission(Function.SENDING, Operation.RUN);
    private static final Permission SEE = new Permission(Function.SENDING, Operation.VIEW);

    @Test
    void whatThereIsNothingForIsNotKept() {
        assertThat(Permissions.of(List.of(SEND, new Permission(Function.SENDING, Operation.DELETE)))
                        .all())
                .containsExactly(SEND);
    }

    @Test
    void aProfileCoversWhatMayNotMore() {
        Profile sender = profile(false, SEND, SEE);

        assertThat(sender.covers(profile(false, SEE))).isTrue();
        assertThat(sender.covers(sender)).isTrue();
        assertThat(sender.covers(profile(false, SEE, new Permission(Function.OUTBOX, Operation.VIEW))))
                .isFalse();
        assertThat(sender.covers(profile(true, SEE))).isFalse();
        assertThat(profile(true, SEE).covers(profile(false, SEE))).isTrue();
    }

    @Test
    void companiesAreCoveredLikewise() {
        CompanyScope two = CompanyScope.of(Set.of(1L, 2L));

        assertThat(CompanyScope.EVERY.covers(two)).isTrue();
        assertThat(two.covers(CompanyScope.EVERY)).isFalse();
        assertThat(two.covers(CompanyScope.of(Set.of(2L)))).isTrue();
        assertThat(two.covers(CompanyScope.of(Set.of(3L)))).isFalse();
        assertThat(two.includes(3)).isFalse();
        assertThat(CompanyScope.EVERY.includes(3)).isTrue();
    }

    @Test
    void whoMayDoSomethingAlsoSees() {
        ProfileForm form = new ProfileForm("X", "X", null, null, Set.of("OUTBOX.DELETE", "NADA.RUN", "SENDING.DELETE"));

        assertThat(form.profile("X", "X").permissions().all())
                .containsExactlyInAnyOrder(
                        new Permission(Function.OUTBOX, Operation.DELETE),
                        new Permission(Function.OUTBOX, Operation.VIEW));
    }

    @Test
    void everyFunctionStandsOnceInTheTable() {
        assertThat(ProfilePage.functions()).containsExactlyInAnyOrder(Function.values());
    }

    /** The keys are put together: no page names them whole. */
    @Test
    void everyFunctionAndOperationHasItsWords() {
        ResourceBundle words = ResourceBundle.getBundle("permissions", Locale.ROOT);

        for (Function function : Function.values()) {
            assertThat(words.keySet()).contains("function." + function);
        }
        for (Operation operation : Operation.values()) {
            assertThat(words.keySet()).contains("operation." + operation);
        }
    }

    private static Profile profile(boolean administers, Permission... permissions) {
        return new Profile("P", "P", administers, false, false, Permissions.of(List.of(permissions)));
    }
}

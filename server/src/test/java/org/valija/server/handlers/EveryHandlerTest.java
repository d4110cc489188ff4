package org.valija.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.valija.server.handlers.Visitor.Answer;
import org.valija.server.handlers.Visitor.Body;
import org.valija.sql.TestDatabase;

/** Every handler on SQLite; and called without a session, without the token of its forms, and with what is no form at all. */
class EveryHandlerTest extends HandlerCalls {

    /** Handlers that Spring knows as mere patterns: files of the program. */
    private static final Set<String> FILES = Set.of("/**", "/webjars/**");

    @Override
    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @Override
    Map<String, Body> bodies(Endpoint endpoint) {
        if (endpoint.json()) {
            return BadBodies.json();
        }
        Map<String, Body> bodies = new LinkedHashMap<>(BadBodies.forms(endpoint));
        bodies.putAll(BadBodies.noForms());
        return bodies;
    }

    @Test
    void theTablesSpeakOfHandlersThatThereAre() {
        Set<String> names = new HashSet<>();
        Set<String> variables = new HashSet<>();
        endpoints.forEach(endpoint -> {
            names.add(endpoint.name());
            variables.addAll(endpoint.variables());
        });

        assertThat(endpoints).hasSizeGreaterThan(100);
        assertThat(names).containsAll(PUBLIC.keySet());
        assertThat(variables).containsAll(SHARED.keySet());
        assertThat(Endpoints.otherMappings(office.context()).values())
                .allSatisfy(patterns -> assertThat(FILES).containsAll(patterns));
    }

    @TestFactory
    Stream<DynamicTest> strangersAreSentToTheEntryPage() {
        Visitor stranger = new Visitor(office.address()).takeFormToken("/entrar");
        return each(endpoint -> true, endpoint -> {
            Answer answer = plausible(stranger, endpoint, endpoint.path(office::record));

            if (PUBLIC.containsKey(endpoint.name())) {
                assertThat(answer.status()).as(answer.toString()).isLessThan(500);
            } else if (endpoint.isApi()) {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
            } else {
                assertThat(answer.isToEntry() || answer.status() == 401 || answer.status() == 403)
                        .as(answer.toString())
                        .isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theSessionAloneMovesNothing() {
        return each(endpoint -> !endpoint.isRead() && !endpoint.isApi(), endpoint -> {
            Visitor supervisor = office.visitor(HandlerOffice.SUPERVISOR);
            String path = endpoint.path(office::record);

            assertThat(supervisor
                            .send("POST", path, Body.form(query(endpoint)), false)
                            .status())
                    .isEqualTo(403);
            BadBodies.brokenMultipart()
                    .forEach((wrong, body) -> assertThat(
                                    supervisor.send("POST", path, body, false).status())
                            .as(wrong)
                            .isBetween(400, 499));
            assertNoComplaints();
        });
    }

    @TestFactory
    Stream<DynamicTest> aSessionIsNothingToTheApi() {
        return each(
                endpoint -> endpoint.isApi() && !PUBLIC.containsKey(endpoint.name()),
                endpoint -> assertThat(plausible(
                                        office.visitor(HandlerOffice.SUPERVISOR),
                                        endpoint,
                                        endpoint.path(office::record))
                                .status())
                        .isEqualTo(401));
    }
}

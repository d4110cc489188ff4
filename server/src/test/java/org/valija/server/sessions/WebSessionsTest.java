package org.valija.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.valija.oauth.MutableClock;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.sessions.WebSessionTable.Row;
import org.valija.sql.TestDatabase;

/** Two nodes that know nothing of each other but the database. */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class WebSessionsTest {

    private static final Duration TIMEOUT = Duration.ofHours(8);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

    private final MutableClock clock = new MutableClock();
    private final List<Runnable> later = new ArrayList<>();
    private final WebSessionTable table;
    private final WebSessions a;
    private final WebSessions b;

    WebSessionsTest(TestDatabase database) {
        this.table = new WebSessionTable(InstalledDatabase.of(database));
        this.a = new WebSessions(table, new Lifetime(TIMEOUT, LONGEST), clock, later::add);
        this.b = new WebSessions(table, new Lifetime(TIMEOUT, LONGEST), clock, later::add);
    }

    @Test
    void itsTimesAreThoseOfTheClockOfAllSessions() {
        clock.forward(Duration.ofDays(400));
        WebSession session = a.createSession();

        session.setLastAccessedTime(Instant.now());

        Instant nearly = Instant.now().plus(Duration.ofDays(399));
        assertThat(session.getCreationTime()).isAfter(nearly);
        assertThat(session.getLastAccessedTime()).isAfter(nearly);
        assertThat(session.isExpired()).isFalse();
        clock.forward(TIMEOUT);
        assertThat(session.isExpired()).isTrue();
    }

    @Test
    void whatOneNodeWritesTheOtherReads() {
        WebSession session = a.createSession();
        session.setAttribute("word", "uno");
        a.save(session);

        WebSession found = found(b, session.getId());
        assertThat(found.<Object>getAttribute("word")).isEqualTo("uno");
        found.setAttribute("word", "dos");
        found.setAttribute("other", List.of(1, 2));
        b.save(found);

        WebSession again = found(a, session.getId());
        assertThat(again.<Object>getAttribute("word")).isEqualTo("dos");
        assertThat(again.<Object>getAttribute("other")).isEqualTo(List.of(1, 2));
        assertThat(again.getCreationTime()).isEqualTo(session.getCreationTime().truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void aRemovedAttributeIsGone() {
        WebSession session = entered("ANA");

        session.removeAttribute(CONTEXT);
        a.save(session);

        assertThat(found(b, session.getId()).getAttributeNames()).isEmpty();
        assertThat(b.findByPrincipalName("ANA")).isEmpty();
    }

    @Test
    void anotherIdEndsTheOldOneAndKeepsWhatIsInIt() {
        WebSession session = a.createSession();
        session.setAttribute("word", "uno");
        a.save(session);
        String before = session.getId();

        String after = session.changeSessionId();
        a.save(session);

        assertThat(b.findById(before)).isNull();
        assertThat(found(b, after).<Object>getAttribute("word")).isEqualTo("uno");
    }

    @Test
    void whatEndsAtOneNodeIsEndedAtTheOtherAndNotBroughtBack() {
        String id = entered("ANA").getId();
        WebSession underWay = found(b, id);

        a.deleteById(id);
        underWay.setAttribute("word", "uno");
        b.save(underWay);

        assertThat(b.findById(id)).isNull();
        assertThat(a.findById(id)).isNull();
    }

    @Test
    void theTimeOfTheLastAccessIsWrittenOnceAMinuteAndBesideTheRequest() {
        String id = entered("ANA").getId();

        visit(a, id);
        assertThat(later).isEmpty();

        clock.forward(Duration.ofSeconds(61));
        visit(a, id);
        assertThat(later).hasSize(1);
        later.removeFirst().run();
        visit(b, id);
        assertThat(later).isEmpty();
    }

    @Test
    void aSessionEndsWhenItWasNotUsedForThatLong() {
        String used = entered("ANA").getId();
        String unused = entered("LUIS").getId();
        clock.forward(TIMEOUT.minusMinutes(5));
        visit(a, used);
        later.removeFirst().run();
        clock.forward(Duration.ofMinutes(10));

        assertThat(b.findById(used)).isNotNull();
        assertThat(b.findById(unused)).isNull();
    }

    @Test
    void aSessionEndsWhenItsTimeIsOverHoweverMuchItWasUsed() {
        String id = entered("ANA").getId();
        for (int hour = 1; hour < 12; hour++) {
            clock.forward(Duration.ofHours(1));
            visit(a, id);
            later.removeFirst().run();
        }
        assertThat(b.findById(id)).isNotNull();

        clock.forward(Duration.ofMinutes(61));

        assertThat(b.findById(id)).isNull();
    }

    @Test
    void theTimeOfASessionBeginsWithTheEntry() {
        WebSession waiting = a.createSession();
        a.save(waiting);
        clock.forward(Duration.ofHours(7));
        WebSession entering = found(a, waiting.getId());
        entering.setLastAccessedTime(clock.instant());
        String id = entering.changeSessionId();
        a.save(entering);

        clock.forward(Duration.ofHours(6));
        visit(b, id);
        later.removeFirst().run();

        assertThat(found(a, id).getCreationTime())
                .isEqualTo(entering.getCreationTime().truncatedTo(ChronoUnit.MILLIS));
        assertThat(found(a, id).expiresAt())
                .isEqualTo(found(a, id).getCreationTime().plus(LONGEST));
    }

    @Test
    void whereItWasBegunStandsInItsRow() {
        WebSession session = a.createSession();
        SessionPlace place = new SessionPlace(new DeviceName("Firefox", "Linux"), "192.0.2.7");
        session.setAttribute(SessionPlace.ATTRIBUTE, place);
        a.save(session);

        String hash = new SessionId(session.getId()).hash();
        assertThat(table.find(hash, clock.instant()).orElseThrow().row().place())
                .isEqualTo(place);
        assertThat(found(b, session.getId()).place()).isEqualTo(place);
    }

    @Test
    void theSweepDeletesWhatHasExpired() {
        String id = entered("ANA").getId();
        clock.forward(TIMEOUT.plusMinutes(1));

        try (SessionUpkeep upkeep = new SessionUpkeep(table, clock, Duration.ofDays(1))) {
            upkeep.sweep();
        }

        assertThat(table.find(new SessionId(id).hash(), Instant.EPOCH)).isEmpty();
    }

    @Test
    void aUsersSessionsAreFoundAndEnded() {
        entered("ANA");
        entered("ANA");
        String other = entered("LUIS").getId();

        Map<String, WebSession> found = b.findByPrincipalName("ANA");
        assertThat(found).hasSize(2);
        assertThat(b.findByIndexNameAndIndexValue("other index", "ANA")).isEmpty();
        for (String key : found.keySet()) {
            assertThat(b.findById(key))
                    .as("who reads the database cannot enter")
                    .isNull();
        }
        found.keySet().forEach(b::deleteById);

        assertThat(a.findByPrincipalName("ANA")).isEmpty();
        assertThat(a.findById(other)).isNotNull();
    }

    @Test
    void anAttributeThatCannotBeReadEndsItsSessionWithALineInTheLog(CapturedOutput log) {
        String id = entered("ANA").getId();
        String hash = new SessionId(id).hash();
        Row row = table.find(hash, clock.instant()).orElseThrow().row();
        table.update(hash, row, Map.of("broken", Optional.of(new byte[40])));

        assertThat(b.findById(id)).isNull();

        assertThat(table.find(hash, clock.instant())).isEmpty();
        assertThat(log.getAll()).contains("A session of ANA ends: its attribute broken cannot be read");
    }

    private void visit(WebSessions node, String id) {
        WebSession session = found(node, id);
        session.setLastAccessedTime(clock.instant());
        node.save(session);
    }

    private WebSession entered(String code) {
        WebSession session = a.createSession();
        session.setAttribute(
                CONTEXT,
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                        code, "", List.of(new SimpleGrantedAuthority("administers")))));
        a.save(session);
        return session;
    }

    private static WebSession found(WebSessions node, String id) {
        return Optional.ofNullable(node.findById(id)).orElseThrow();
    }
}

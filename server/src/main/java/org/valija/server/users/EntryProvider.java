package org.valija.server.users;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.sql.DatabaseException;

/** Lets users in by code and key; says the same of a wrong key and an unknown user, after the same work. */
@Component
class EntryProvider implements AuthenticationProvider {

    private final Users users;
    private final EntryThrottle throttle;
    private final SecondStep secondStep;
    private final Entries entries;
    private final Audit audit;
    private final Clock clock;

    EntryProvider(
            Users users, EntryThrottle throttle, SecondStep secondStep, Entries entries, Audit audit, Clock clock) {
        this.users = users;
        this.throttle = throttle;
        this.secondStep = secondStep;
        this.entries = entries;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String code = Users.canonical(attempt.getName());
        EntryOrigin origin = attempt.getDetails() instanceof EntryOrigin known ? known : EntryOrigin.of("");
        try {
            Duration wait = throttle.attempt(code, origin);
            if (wait.isPositive()) {
                throw new EntryThrottledException(wait);
            }
            return enter(code, String.valueOf(attempt.getCredentials()), origin);
        } catch (DatabaseException e) {
            throw new InternalAuthenticationServiceException("the database does not answer", e);
        }
    }

    private Authentication enter(String code, String key, EntryOrigin origin) {
        Optional<String> keyMark = users.mayEnter(code, key);
        if (keyMark.isEmpty()) {
            // A key may stand in the code's field: what was typed is kept where it is a user's code alone.
            audit.note(AuditEvent.of(
                    AuditAction.ENTRY_REFUSED, users.find(code).map(User::code).orElse("")));
            throw new BadCredentialsException("refused");
        }
        throttle.succeeded(code, origin);
        if (secondStep.mark(code).isPresent()) {
            throw new SecondStepNeededException(new HalfEntry(code, keyMark.get(), clock.instant()));
        }
        return entries.byKey(code, keyMark.get());
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}

package org.valija.server.users;

import java.time.Duration;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.valija.sql.DatabaseException;

/** Lets users in by code and key; says the same of a wrong key and an unknown user, after the same work. */
@Component
class EntryProvider implements AuthenticationProvider {

    private final Users users;
    private final EntryThrottle throttle;

    EntryProvider(Users users, EntryThrottle throttle) {
        this.users = users;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String code = Users.canonical(attempt.getName());
        String address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        try {
            Duration wait = throttle.attempt(code, address);
            if (wait.isPositive()) {
                throw new EntryThrottledException(wait);
            }
            return enter(code, String.valueOf(attempt.getCredentials()), address);
        } catch (DatabaseException e) {
            throw new InternalAuthenticationServiceException("the database does not answer", e);
        }
    }

    private Authentication enter(String code, String key, String address) {
        String keyMark = users.mayEnter(code, key).orElseThrow(() -> new BadCredentialsException("refused"));
        throttle.succeeded(code, address);
        users.entered(code);
        return new Entry(code, keyMark, List.of());
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}

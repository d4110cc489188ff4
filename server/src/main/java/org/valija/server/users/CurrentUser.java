package org.valija.server.users;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.web.Viewer;

/** Who is at the console in this request, and what they may do. */
@Component
public class CurrentUser implements Viewer {

    /** Authority of who administers the installation. */
    public static final String ADMINISTERS = "administers";

    /** The code of the present user. */
    public String code() {
        return authentication().getName();
    }

    @Override
    public boolean administers() {
        return authentication().getAuthorities().stream()
                .anyMatch(authority -> ADMINISTERS.equals(authority.getAuthority()));
    }

    /** Whether it is SUPERVISOR, who alone decides where the links to all keys leave from. */
    public boolean isSupervisor() {
        return code().equals(User.SUPERVISOR);
    }

    /** Refuses everybody but SUPERVISOR, with an {@link AccessDeniedException}. */
    public void mustBeSupervisor() {
        if (!isSupervisor()) {
            throw denied();
        }
    }

    /** Refuses who does not administer, with an {@link AccessDeniedException}. */
    public void mustAdminister() {
        if (!administers()) {
            throw denied();
        }
    }

    /** Refuses who is not this user and does not administer, with an {@link AccessDeniedException}. */
    public void mustBe(String code) {
        if (!administers() && !code().equals(code)) {
            throw denied();
        }
    }

    /** The same refusal for what is not there and for what is not yours. */
    public static AccessDeniedException denied() {
        return new AccessDeniedException("not this user's");
    }

    private static Authentication authentication() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            throw denied();
        }
        return authentication;
    }
}

package org.valija.server.users;

import java.util.Locale;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.web.Area;
import org.valija.server.web.Viewer;

/**
 * Who is at the console in this request, or whom a program acts for in it, and what they may do: by their profile as it is
 * now, read once a request. Thread-safe.
 */
@Component
public class CurrentUser implements Viewer {

    /** Authority of what acts for the installation itself, with every permission; who enters never has it. */
    public static final String INSTALLATION = "installation";

    private final Standings standings;

    CurrentUser(Standings standings) {
        this.standings = standings;
    }

    /** The code of the present user. */
    public String code() {
        return authentication().getName();
    }

    /** Whether the present user sees and manages, within their permissions, what belongs to all users. */
    public boolean administers() {
        return isInstallation() || standing().profile().administers();
    }

    /** Whether the present user's profile permits that now. */
    public boolean may(Function function, Operation operation) {
        return isInstallation() || standing().profile().permissions().may(function, operation);
    }

    /** @throws NotPermittedException unless the present user's profile permits that now */
    public void must(Function function, Operation operation) {
        if (!may(function, operation)) {
            throw new NotPermittedException(function, operation);
        }
    }

    @Override
    public boolean sees(Area area) {
        return area instanceof Function function && may(function, Operation.VIEW);
    }

    /** The companies whose papers the present user sees. */
    public CompanyScope companies() {
        return isInstallation() ? CompanyScope.EVERY : standing().companies();
    }

    /** Refuses who is not authorised for that company, with an {@link AccessDeniedException}. */
    public void mustSee(long companyId) {
        if (!companies().includes(companyId)) {
            throw denied();
        }
    }

    /** Of a person; programs say at each request which language they want. */
    @Override
    public Optional<Locale> locale() {
        return authentication() instanceof Entry ? standing().language().map(Language::locale) : Optional.empty();
    }

    /** The code of the present user's profile; empty for the installation itself. */
    public Optional<String> profile() {
        return isInstallation()
                ? Optional.empty()
                : Optional.of(standing().profile().code()).filter(code -> !code.isEmpty());
    }

    /** Whether the present user may give that profile to somebody, or manage who has it. */
    public boolean covers(Profile profile) {
        return isInstallation() || standing().profile().covers(profile);
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
        if (!code().equals(code) && !administers()) {
            throw denied();
        }
    }

    /** The same refusal for what is not there and for what is not yours. */
    public static AccessDeniedException denied() {
        return new AccessDeniedException("not this user's");
    }

    /** Whether the present user's profile demands a second factor. */
    public boolean needsSecondFactor() {
        return !isInstallation() && standing().profile().secondFactorRequired();
    }

    private Standing standing() {
        return standings.now(code());
    }

    private static boolean isInstallation() {
        Authentication authentication = authentication();
        return !(authentication instanceof Entry)
                && authentication.getAuthorities().stream()
                        .anyMatch(authority -> INSTALLATION.equals(authority.getAuthority()));
    }

    private static Authentication authentication() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            throw denied();
        }
        return authentication;
    }
}

package org.valija.server.api;

import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditedCaller;
import org.valija.server.users.CurrentUser;

/**
 * The program that calls, as Spring Security knows it: its name is the user whom it acts for, so that permissions are those of
 * that user; one that acts for any user acts for the installation, within its scopes.
 */
final class Caller extends AbstractAuthenticationToken implements AuditedCaller {

    private static final long serialVersionUID = 1L;

    private final transient ApiToken token;

    Caller(ApiToken token) {
        super(authorities(token));
        this.token = token;
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(ApiToken token) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        token.scopes().forEach(scope -> authorities.add(new SimpleGrantedAuthority(scope.word())));
        if (token.userCode().isEmpty()) {
            authorities.add(new SimpleGrantedAuthority(CurrentUser.INSTALLATION));
        }
        return authorities;
    }

    ApiToken token() {
        return token;
    }

    @Override
    public AuditActor auditActor() {
        return AuditActor.program(token.name());
    }

    @Override
    public Object getPrincipal() {
        return token.userCode().orElse("");
    }

    @Override
    public Object getCredentials() {
        return "";
    }
}

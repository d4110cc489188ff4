package org.valija.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.AuthorizationCodeFlow.Completed;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Secret;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;

/** Begins and completes an authentication for a browser session of the console. Thread-safe. */
@Service
public class Authentication {

    private static final String BY_HAND = Authentication.class.getName() + ".byHand";

    private final OAuth oauth;
    private final ConsoleAddress address;
    private final List<AuthenticationListener> listeners;
    private final Accounts accounts;
    private final Audit audit;

    Authentication(
            OAuth oauth,
            ConsoleAddress address,
            List<AuthenticationListener> listeners,
            Accounts accounts,
            Audit audit) {
        this.oauth = oauth;
        this.address = address;
        this.listeners = List.copyOf(listeners);
        this.accounts = accounts;
        this.audit = audit;
    }

    /**
     * Whom to authenticate.
     *
     * @param userCode of the record whose mail it is
     * @param providerId the provider
     * @param email that must authenticate; empty accepts any
     * @param returnTo path of the console to come back to
     */
    public record Wish(String userCode, int providerId, Optional<String> email, String returnTo) {}

    /** An authentication whose end is pasted by hand, as its page shows it. */
    record ByHand(URI authorization, URI expected, String email, String returnTo) implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Begins.
     *
     * @return where the browser goes now: the provider, or the page for finishing by hand
     * @throws AuthorizationException when no client is registered
     */
    public URI begin(Wish wish, HttpServletRequest request) {
        OAuthClient client = oauth.currentClient(wish.providerId())
                .orElseThrow(() -> AuthorizationException.withoutClient(
                        oauth.providers().get(wish.providerId()).name(), wish.returnTo()));
        ReturnAddress back =
                ReturnAddress.choose(client.type(), address.seenBy(request), address.publicUrl(), address.port());
        if (back.arrives()) {
            return begin(wish, back.uri(), request.getSession());
        }
        beginByHand(wish, back.uri(), request.getSession());
        return URI.create(AuthenticationController.BY_HAND);
    }

    /** How a browser authenticates that has the console open at an address. */
    public enum Way {
        /** The provider leads back by itself, whichever machine the browser runs on. */
        ANY_BROWSER,
        /** The provider leads back by itself, because the browser runs on the console's own machine. */
        THIS_MACHINE,
        /** The address that the browser ends at is brought to the console by hand. */
        BY_HAND
    }

    /** The way at a console under that address; empty while no client is registered at the provider. */
    public Optional<Way> way(int providerId, URI console) {
        return oauth.currentClient(providerId).map(client -> {
            if (client.type() == OAuthClient.Type.WEB && address.publicUrl().isPresent()) {
                return Way.ANY_BROWSER;
            }
            return ReturnAddress.choose(client.type(), console, address.publicUrl(), address.port())
                            .arrives()
                    ? Way.THIS_MACHINE
                    : Way.BY_HAND;
        });
    }

    /** The same for the browser of a request. */
    public Optional<Way> way(int providerId, HttpServletRequest request) {
        return way(providerId, address.seenBy(request));
    }

    /** Begins with a return address on the user's own machine; its final address is brought here by hand or helper. */
    void beginByHand(Wish wish, URI loopback, HttpSession session) {
        URI authorization = begin(wish, loopback, session);
        session.setAttribute(
                BY_HAND, new ByHand(authorization, loopback, wish.email().orElse(""), wish.returnTo()));
    }

    private URI begin(Wish wish, URI loopback, HttpSession session) {
        URI authorization = oauth.codeFlow()
                .begin(new Beginning(
                        wish.userCode(),
                        wish.providerId(),
                        wish.email(),
                        loopback,
                        binding(session),
                        Optional.of(wish.returnTo())));
        audit.note(AuditEvent.of(AuditAction.AUTHENTICATION_BEGUN, wish.email().orElse(""))
                .with(AuditDetail.USER, wish.userCode())
                .with(
                        AuditDetail.PROVIDER,
                        oauth.providers().get(wish.providerId()).name()));
        return authorization;
    }

    /**
     * Completes with what came back in the browser.
     *
     * @throws AuthorizationException saying what is wrong; nothing is stored then
     */
    Completed complete(Map<String, String> parameters, HttpSession session) {
        return noted(() -> oauth.codeFlow().complete(parameters, binding(session), this::isWanted));
    }

    /**
     * Completes with the final address pasted by hand or caught by a helper.
     *
     * @throws AuthorizationException saying what is wrong; nothing is stored then
     */
    Completed completeWithAddress(String pasted, HttpSession session) {
        return noted(() -> oauth.codeFlow().completeWithAddress(pasted, binding(session), this::isWanted));
    }

    /** What nobody here has begun is no failure of anybody's: whoever knows the address could note as many as they like. */
    private Completed noted(Supplier<Completed> completion) {
        try {
            Completed completed = completion.get();
            accounts.noteConnected(completed.grant());
            return completed;
        } catch (AuthorizationException e) {
            if (e.returnTo().isPresent()) {
                audit.note(AuditEvent.of(
                                AuditAction.AUTHENTICATION_FAILED, e.diagnosis().address())
                        .with(AuditDetail.REASON, e.problem()));
            }
            throw e;
        }
    }

    private boolean isWanted(Optional<String> returnTo) {
        return returnTo.isEmpty() || listeners.stream().allMatch(listener -> listener.wants(returnTo.get()));
    }

    Optional<ByHand> byHand(HttpSession session) {
        return Optional.ofNullable((ByHand) session.getAttribute(BY_HAND));
    }

    /** What only this browser has, from its entry to its leave; it is stored as a hash alone. */
    private static Secret binding(HttpSession session) {
        return Secret.of(session.getId());
    }
}

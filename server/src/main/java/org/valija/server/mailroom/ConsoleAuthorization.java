package org.valija.server.mailroom;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.valija.oauth.LoopbackReceiver;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.mailroom.MailroomException.Problem;

/**
 * An authorisation by the pages of a console elsewhere, entered with the user's own key: for the user's own machine, to
 * which the browser comes back.
 */
public final class ConsoleAuthorization extends LoopbackAuthorization {

    private final FormBrowser browser;
    private final String user;
    private final Page begun;

    private ConsoleAuthorization(FormBrowser browser, String user, LoopbackReceiver receiver, Page begun) {
        super(receiver);
        this.browser = browser;
        this.user = user;
        this.begun = begun;
    }

    /**
     * Enters the console and begins.
     *
     * @param tls trusts further certificate authorities; empty for the platform's
     * @throws MailroomException with the console's words, when it refuses
     */
    public static ConsoleAuthorization begin(URI console, String user, String key, Optional<SSLContext> tls) {
        try {
            return enter(console, user, key, tls);
        } catch (UncheckedIOException e) {
            throw new MailroomException(Problem.UNREACHABLE, console.toString(), String.valueOf(e.getCause()));
        } catch (IllegalStateException e) {
            throw new MailroomException(Problem.NOT_VALIJA, console.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static ConsoleAuthorization enter(URI console, String user, String key, Optional<SSLContext> tls) {
        FormBrowser browser = new FormBrowser(tls);
        Page home = browser.submit(browser.get(console.resolve("/entrar"))
                .form("#entrada")
                .type("usuario", user)
                .type("clave", key));
        if (home.has("#entrada")) {
            throw new MailroomException(Problem.NOT_ALLOWED, home.text(".say"));
        }
        LoopbackReceiver receiver = new LoopbackReceiver(Locale.getDefault());
        try {
            Page begun = browser.submit(browser.get(console.resolve("/correo/ayudante"))
                    .form("#ayudante")
                    .type("retorno", receiver.redirectUri().toString()));
            if (!begun.has("#terminar")) {
                throw new MailroomException(Problem.REFUSED, begun.text(".say"));
            }
            return new ConsoleAuthorization(browser, user, receiver, begun);
        } catch (RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    @Override
    public URI address() {
        return URI.create(begun.document().select("#abrir").attr("href"));
    }

    @Override
    public Authorized complete(String finalAddress) {
        Page done = browser.submit(begun.form("#terminar").type("direccion", finalAddress));
        if (done.has(".say")) {
            throw new MailroomException(Problem.REFUSED, done.text(".say"));
        }
        return new Authorized(user, begun.document().select("#abrir").attr("data-email"));
    }
}

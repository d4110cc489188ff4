package org.valija.server.mailroom;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.valija.oauth.AuthorizationException;
import org.valija.server.mailroom.MailroomException.Problem;
import tools.jackson.databind.JsonNode;

/** An authorisation that a service elsewhere completes by its own pages: here it is only watched. */
final class RemoteAuthorization implements Authorization {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RemoteCaller caller;
    private final String user;
    private final String id;
    private final URI address;
    private final Instant expiresAt;

    RemoteAuthorization(RemoteCaller caller, String user, JsonNode begun) {
        this.caller = caller;
        this.user = user;
        this.id = begun.path("id").asString();
        this.address = URI.create(begun.path("address").asString());
        this.expiresAt = Instant.parse(begun.path("expiresAt").asString());
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public Duration patience() {
        return Duration.between(Instant.now(), expiresAt);
    }

    @Override
    public Optional<Authorized> await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            JsonNode now = caller.get("authorizations/" + RemoteMailroom.encoded(id));
            switch (now.path("state").asString("")) {
                case "DONE" -> {
                    JsonNode account = now.path("account");
                    return Optional.of(new Authorized(
                            account.path("user").asString(user),
                            account.path("email").asString("")));
                }
                case "REFUSED" -> throw new MailroomException(Problem.DENIED, user);
                case "EXPIRED" -> throw AuthorizationException.unanswered();
                default -> Thread.sleep(LOOK);
            }
        } while (System.nanoTime() < end);
        return Optional.empty();
    }

    @Override
    public void close() {
        // What was begun there ends by itself.
    }
}

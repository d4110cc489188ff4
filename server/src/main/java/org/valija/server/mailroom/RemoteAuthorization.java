package org.valija.server.mailroom;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.valija.server.mailroom.MailroomException.Problem;
import tools.jackson.databind.JsonNode;

/** An authorisation that a service elsewhere completes by its own pages: here it is only watched. */
final class RemoteAuthorization implements Authorization {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RemoteCaller caller;
    private final String user;
    private final String id;
    private final URI address;

    RemoteAuthorization(RemoteCaller caller, String user, JsonNode begun) {
        this.caller = caller;
        this.user = user;
        this.id = begun.path("id").asString();
        this.address = URI.create(begun.path("address").asString());
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public Optional<Authorized> await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            JsonNode now = caller.get("authorizations/" + RemoteMailroom.encoded(id));
            switch (now.path("state").asString("")) {
                case "connected" -> {
                    return Optional.of(new Authorized(user, now.path("email").asString("")));
                }
                case "expired", "failed" ->
                    throw new MailroomException(
                            Problem.NOT_AUTHORIZED, now.path("detail").asString(""));
                default -> Thread.sleep(LOOK);
            }
        } while (System.nanoTime() < end);
        return Optional.empty();
    }

    @Override
    public boolean takesFinalAddress() {
        return false;
    }

    @Override
    public Authorized complete(String finalAddress) {
        throw new UnsupportedOperationException("the service completes it by its own pages");
    }

    @Override
    public void close() {
        // What was begun there ends by itself.
    }
}

package org.valija.server.mailroom;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.valija.ClienteOauth;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.LoopbackReceiver;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.server.mailroom.MailroomException.Problem;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** An authorisation by the vault of this machine: the browser comes back to a port of it, or its last address is pasted. */
final class LocalAuthorization implements Authorization {

    private final OAuth oauth;
    private final Users users;
    private final LoopbackReceiver receiver;
    private final Secret binding;
    private final URI address;

    private LocalAuthorization(OAuth oauth, Users users, LoopbackReceiver receiver, Secret binding, URI address) {
        this.oauth = oauth;
        this.users = users;
        this.receiver = receiver;
        this.binding = binding;
        this.address = address;
    }

    static LocalAuthorization begin(OAuth oauth, Users users, AuthorizationWish wish) {
        User user = users.find(wish.user()).orElseThrow(() -> new MailroomException(Problem.NO_USER, wish.user()));
        String email = wish.email()
                .or(() -> Optional.of(user.recoveryEmail()))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new MailroomException(Problem.NO_RECOVERY_ADDRESS, user.code()));
        Provider provider = oauth.providers().get(wish.providerId());
        OAuthClient client = oauth.currentClient(provider.id())
                .orElseThrow(() -> AuthorizationException.withoutClient(provider.name(), ""));
        if (client.type() == OAuthClient.Type.WEB) {
            throw new MailroomException(Problem.CLIENT_OF_TYPE_WEB, provider.name());
        }
        Secret binding = Secret.of(UUID.randomUUID().toString());
        LoopbackReceiver receiver = new LoopbackReceiver(Locale.getDefault());
        try {
            URI address = oauth.codeFlow()
                    .begin(new Beginning(
                            user.code(),
                            provider.id(),
                            Optional.of(email),
                            receiver.redirectUri(),
                            binding,
                            Optional.empty()));
            return new LocalAuthorization(oauth, users, receiver, binding, address);
        } catch (RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public Duration patience() {
        return ClienteOauth.PATIENCE;
    }

    @Override
    public Optional<Authorized> await(Duration patience) throws InterruptedException {
        return receiver.await(patience).map(URI::toString).map(this::complete);
    }

    @Override
    public boolean takesFinalAddress() {
        return true;
    }

    @Override
    public Authorized complete(String finalAddress) {
        Grant grant =
                oauth.codeFlow().completeWithAddress(finalAddress, binding).grant();
        users.rememberOption(grant.userCode(), true);
        return new Authorized(grant.userCode(), grant.email());
    }

    @Override
    public void close() {
        receiver.close();
    }
}

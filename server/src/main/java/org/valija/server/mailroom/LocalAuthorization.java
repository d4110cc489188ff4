package org.valija.server.mailroom;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.LoopbackReceiver;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.server.accounts.Accounts;
import org.valija.server.mailroom.MailroomException.Problem;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** An authorisation by the vault of this machine: the browser comes back to a port of it, or its last address is pasted. */
final class LocalAuthorization extends LoopbackAuthorization {

    private final OAuth oauth;
    private final Users users;
    private final Accounts accounts;
    private final Secret binding;
    private final URI address;

    private LocalAuthorization(
            OAuth oauth, Users users, Accounts accounts, LoopbackReceiver receiver, Secret binding, URI address) {
        super(receiver);
        this.oauth = oauth;
        this.users = users;
        this.accounts = accounts;
        this.binding = binding;
        this.address = address;
    }

    static LocalAuthorization begin(OAuth oauth, Users users, Accounts accounts, AuthorizationWish wish) {
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
            return new LocalAuthorization(oauth, users, accounts, receiver, binding, address);
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
    public Authorized complete(String finalAddress) {
        Grant grant =
                oauth.codeFlow().completeWithAddress(finalAddress, binding).grant();
        users.rememberOption(grant.userCode(), true);
        accounts.noteConnected(grant);
        return new Authorized(grant.userCode(), grant.email());
    }
}

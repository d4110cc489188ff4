package org.valija.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An OAuth 2.0 provider as data: where its endpoints are, what is asked of it, and how it behaves.
 *
 * @param id {@code Emails.IdProveedor}: 1 Gmail, 2 Microsoft, configured ones from 100 up
 * @param name as a person knows it
 * @param issuer what the {@code iss} of answers and id tokens must be; may hold {@code {tenantid}}, which stands for the
 *     token's own {@code tid}
 * @param authorizationEndpoint RFC 6749 §3.1; Microsoft's holds a place for the client's tenant
 * @param tokenEndpoint RFC 6749 §3.2; likewise
 * @param revocationEndpoint RFC 7009, where there is one
 * @param userInfoEndpoint OpenID Connect Core §5.3, where the token may be used at it
 * @param scopes what is asked for whatever the transport
 * @param requiredScopes of these, what must be granted
 * @param transports by which roads it takes mail, and the scopes of each; the first is the one used unless told otherwise
 * @param authorizationParameters further parameters of the authorization request
 * @param identityClaims claims that hold the address, the first present one counts
 * @param issuerInResponse whether the authorization answer must carry {@code iss} (RFC 9207)
 * @param earlyMargin how long before its end an access token is renewed in the background; never more than a quarter of
 *     the token's life
 * @param latestUse an access token with less than this left counts as expired; never more than a tenth of its life
 * @param assumedLifetime of an access token whose answer does not tell
 * @param idleRefresh a grant not renewed for this long is renewed though nobody asks, so that the provider does not end
 *     it for being idle
 */
public record Provider(
        int id,
        String name,
        Optional<String> issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        Optional<URI> revocationEndpoint,
        Optional<URI> userInfoEndpoint,
        List<String> scopes,
        Set<String> requiredScopes,
        List<TransportAccess> transports,
        Map<String, String> authorizationParameters,
        List<String> identityClaims,
        boolean issuerInResponse,
        Duration earlyMargin,
        Duration latestUse,
        Duration assumedLifetime,
        Duration idleRefresh) {

    /** {@code IdProveedor} of Gmail. */
    public static final int GMAIL = 1;

    /** {@code IdProveedor} of Outlook and Microsoft 365. */
    public static final int MICROSOFT = 2;

    /** The lowest id that a configured provider may have. */
    public static final int FIRST_CONFIGURED = 100;

    public Provider {
        if (id < 1) {
            throw new IllegalArgumentException("a provider's id is 1 or more, not " + id);
        }
        scopes = List.copyOf(scopes);
        requiredScopes = Set.copyOf(requiredScopes);
        transports = List.copyOf(transports);
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("provider " + id + " takes mail by no transport");
        }
        authorizationParameters = Map.copyOf(authorizationParameters);
        identityClaims = List.copyOf(identityClaims);
    }

    /**
     * Gmail and Google Workspace, by Gmail's API or by SMTP. The API needs but the sensitive scope {@code gmail.send};
     * SMTP needs {@code https://mail.google.com/}, which is restricted and serves both
     * (developers.google.com/workspace/gmail/api/auth/scopes). A refresh token comes only with
     * {@code access_type=offline} and, after the first time, {@code prompt=consent}
     * (developers.google.com/identity/protocols/oauth2/native-app). One that is not used for six months ends.
     */
    public static Provider gmail() {
        return builder(GMAIL, "Gmail")
                .issuer("https://accounts.google.com")
                .authorizationEndpoint(URI.create("https://accounts.google.com/o/oauth2/v2/auth"))
                .tokenEndpoint(URI.create("https://oauth2.googleapis.com/token"))
                .revocationEndpoint(URI.create("https://oauth2.googleapis.com/revoke"))
                .userInfoEndpoint(URI.create("https://openidconnect.googleapis.com/v1/userinfo"))
                .scopes("openid", "email")
                .transport(
                        TransportKind.GMAIL_API,
                        "https://www.googleapis.com/auth/gmail.send",
                        "https://www.googleapis.com/auth/gmail.compose",
                        "https://www.googleapis.com/auth/gmail.modify",
                        "https://mail.google.com/")
                .transport(TransportKind.SMTP, "https://mail.google.com/")
                .authorizationParameter("access_type", "offline")
                .authorizationParameter("prompt", "consent")
                .idleRefresh(Duration.ofDays(30))
                .build();
    }

    /** Outlook.com and Microsoft 365 by SMTP, in the worldwide cloud. */
    public static Provider microsoft() {
        return microsoft(MicrosoftCloud.WORLDWIDE);
    }

    /**
     * Microsoft 365 by SMTP in one of its clouds. {@code offline_access} is asked for and not echoed; the access token's
     * audience is Exchange, so the address comes from the id token and not from an endpoint. A refresh token lives for 90
     * days, and each use gives a new one.
     */
    public static Provider microsoft(MicrosoftCloud cloud) {
        String login = "https://" + cloud.loginHost() + "/";
        return builder(MICROSOFT, cloud.label())
                .issuer(login + "{tenantid}/v2.0")
                .authorizationEndpoint(templated(login, "/oauth2/v2.0/authorize"))
                .tokenEndpoint(templated(login, "/oauth2/v2.0/token"))
                .scopes("openid", "email", "profile", "offline_access")
                .transport(TransportKind.SMTP, cloud.mailResource() + "/SMTP.Send")
                .authorizationParameter("prompt", "select_account")
                .identityClaims("preferred_username", "email")
                .idleRefresh(Duration.ofDays(14))
                .build();
    }

    /** A provider that is neither of the known ones. */
    public static Builder builder(int id, String name) {
        return new Builder(id, name);
    }

    /** A builder that starts with this provider's data, to change some of it. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, name);
        builder.issuer = issuer;
        builder.authorizationEndpoint = Optional.of(authorizationEndpoint);
        builder.tokenEndpoint = Optional.of(tokenEndpoint);
        builder.revocationEndpoint = revocationEndpoint;
        builder.userInfoEndpoint = userInfoEndpoint;
        builder.scopes = scopes;
        builder.requiredScopes = requiredScopes;
        builder.transports.addAll(transports);
        builder.authorizationParameters.putAll(authorizationParameters);
        builder.identityClaims = identityClaims;
        builder.issuerInResponse = issuerInResponse;
        builder.earlyMargin = earlyMargin;
        builder.latestUse = latestUse;
        builder.assumedLifetime = assumedLifetime;
        builder.idleRefresh = idleRefresh;
        return builder;
    }

    /** How mail may take a road at this provider, if it takes mail there at all. */
    public Optional<TransportAccess> access(TransportKind kind) {
        return transports.stream().filter(access -> access.kind() == kind).findFirst();
    }

    /** The road that is taken unless told otherwise. */
    public TransportKind defaultTransport() {
        return transports.get(0).kind();
    }

    /** Everything to ask for so that mail may take that road: the common scopes, and the lightest one that it needs. */
    public List<String> scopesFor(TransportKind kind) {
        List<String> all = new ArrayList<>(scopes);
        access(kind)
                .filter(access -> !access.isAllowedBy(Set.copyOf(scopes)))
                .flatMap(TransportAccess::lightest)
                .ifPresent(all::add);
        return all;
    }

    /** What of it must be granted and is not among {@code granted}, in order. */
    public SortedSet<String> missing(TransportKind kind, Set<String> granted) {
        SortedSet<String> missing = new TreeSet<>(requiredScopes);
        missing.removeAll(granted);
        access(kind)
                .filter(access -> !access.isAllowedBy(granted))
                .flatMap(TransportAccess::lightest)
                .ifPresent(missing::add);
        return missing;
    }

    /**
     * The same provider, taking mail by no other roads than these; the first is the default.
     *
     * @throws IllegalArgumentException when it does not have one of them
     */
    public Provider by(TransportKind... kinds) {
        Builder builder = toBuilder();
        builder.transports.clear();
        for (TransportKind kind : kinds) {
            builder.transports.add(access(kind)
                    .orElseThrow(() -> new IllegalArgumentException(name + " takes no mail by " + kind.word())));
        }
        return builder.build();
    }

    /** The same provider with that road as the default, where it has it. */
    public Provider preferring(TransportKind kind) {
        List<TransportKind> order = new ArrayList<>();
        access(kind).ifPresent(access -> order.add(kind));
        transports.stream()
                .map(TransportAccess::kind)
                .filter(other -> other != kind)
                .forEach(order::add);
        return by(order.toArray(TransportKind[]::new));
    }

    /**
     * The same provider with the tenant of a Microsoft client written into its addresses.
     *
     * @param tenant empty for {@code common}
     */
    public Provider forTenant(Optional<String> tenant) {
        String name = tenant.orElse("common");
        return toBuilder()
                .authorizationEndpoint(withTenant(authorizationEndpoint, name))
                .tokenEndpoint(withTenant(tokenEndpoint, name))
                .build();
    }

    private static final String TENANT = "TENANT-OF-THE-CLIENT";

    private static URI templated(String before, String after) {
        return URI.create(before + TENANT + after);
    }

    private static URI withTenant(URI endpoint, String tenant) {
        String text = endpoint.toString();
        return text.contains(TENANT) ? URI.create(text.replace(TENANT, tenant)) : endpoint;
    }

    /** Collects a provider's data; what is not set has the default of RFC 6749 and OpenID Connect. Not thread-safe. */
    public static final class Builder {
        private final int id;
        private String name;
        private Optional<String> issuer = Optional.empty();
        private Optional<URI> authorizationEndpoint = Optional.empty();
        private Optional<URI> tokenEndpoint = Optional.empty();
        private Optional<URI> revocationEndpoint = Optional.empty();
        private Optional<URI> userInfoEndpoint = Optional.empty();
        private List<String> scopes = List.of("openid", "email");
        private Set<String> requiredScopes = Set.of();
        private final List<TransportAccess> transports = new ArrayList<>();
        private final Map<String, String> authorizationParameters = new LinkedHashMap<>();
        private List<String> identityClaims = List.of("email");
        private boolean issuerInResponse;
        private Duration earlyMargin = Duration.ofMinutes(5);
        private Duration latestUse = Duration.ofSeconds(30);
        private Duration assumedLifetime = Duration.ofMinutes(5);
        private Duration idleRefresh = Duration.ofDays(7);

        private Builder(int id, String name) {
            this.id = id;
            this.name = name;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder issuer(String value) {
            issuer = Optional.of(value);
            return this;
        }

        public Builder authorizationEndpoint(URI value) {
            authorizationEndpoint = Optional.of(value);
            return this;
        }

        public Builder tokenEndpoint(URI value) {
            tokenEndpoint = Optional.of(value);
            return this;
        }

        public Builder revocationEndpoint(URI value) {
            revocationEndpoint = Optional.of(value);
            return this;
        }

        public Builder userInfoEndpoint(URI value) {
            userInfoEndpoint = Optional.of(value);
            return this;
        }

        public Builder scopes(String... values) {
            scopes = List.of(values);
            return this;
        }

        public Builder requiredScopes(String... values) {
            requiredScopes = Set.of(values);
            return this;
        }

        /**
         * Adds a road for mail, or changes the scopes of one; SMTP without a scope of its own when none is added.
         *
         * @param anyOf scopes of which one suffices, the lightest first
         */
        public Builder transport(TransportKind kind, String... anyOf) {
            TransportAccess access = new TransportAccess(kind, List.of(anyOf));
            for (int i = 0; i < transports.size(); i++) {
                if (transports.get(i).kind() == kind) {
                    transports.set(i, access);
                    return this;
                }
            }
            transports.add(access);
            return this;
        }

        public Builder authorizationParameter(String key, String value) {
            authorizationParameters.put(key, value);
            return this;
        }

        public Builder identityClaims(String... values) {
            identityClaims = List.of(values);
            return this;
        }

        public Builder issuerInResponse(boolean value) {
            issuerInResponse = value;
            return this;
        }

        public Builder earlyMargin(Duration value) {
            earlyMargin = value;
            return this;
        }

        public Builder latestUse(Duration value) {
            latestUse = value;
            return this;
        }

        public Builder assumedLifetime(Duration value) {
            assumedLifetime = value;
            return this;
        }

        public Builder idleRefresh(Duration value) {
            idleRefresh = value;
            return this;
        }

        /**
         * The provider.
         *
         * @throws IllegalArgumentException when the authorization or the token endpoint is missing
         */
        public Provider build() {
            return new Provider(
                    id,
                    name,
                    issuer,
                    authorizationEndpoint.orElseThrow(() -> missing("authorization endpoint")),
                    tokenEndpoint.orElseThrow(() -> missing("token endpoint")),
                    revocationEndpoint,
                    userInfoEndpoint,
                    scopes,
                    requiredScopes,
                    transports.isEmpty() ? List.of(new TransportAccess(TransportKind.SMTP, List.of())) : transports,
                    authorizationParameters,
                    identityClaims,
                    issuerInResponse,
                    earlyMargin,
                    latestUse,
                    assumedLifetime,
                    idleRefresh);
        }

        private IllegalArgumentException missing(String what) {
            return new IllegalArgumentException("provider " + id + " (" + name + ") has no " + what);
        }
    }
}

package org.valija.oauth;

/** Why an authorisation did not come about. In every case what was stored before is untouched. */
public enum AuthorizationProblem {
    /** No client is registered for the provider: the administrator's turn. */
    NO_CLIENT,
    /** The {@code state} is missing or was never given out: forged, or of another installation. */
    STATE_UNKNOWN,
    /** The {@code state} was used before: a page loaded twice, or a replay. */
    STATE_USED,
    /** The {@code state} is too old. */
    STATE_EXPIRED,
    /** The {@code state} belongs to another browser session. */
    OTHER_SESSION,
    /** The answer came to another address than the one asked for. */
    REDIRECT_MISMATCH,
    /** The answer's {@code iss} is not the provider's (RFC 9207). */
    ISSUER_MISMATCH,
    /** Neither code nor error in the answer. */
    MALFORMED_ANSWER,
    /** The user refused, or is not allowed to use the client. */
    DENIED,
    /** The provider reported another error. */
    PROVIDER_ERROR,
    /** The provider could not be reached, or did not answer, to exchange the code. */
    PROVIDER_UNREACHABLE,
    /** The provider's certificate is not trusted. */
    PROVIDER_CERTIFICATE,
    /** The code was refused: too old, or used before. */
    CODE_REFUSED,
    /** The client is refused: secret, type or scopes. */
    CLIENT_REFUSED,
    /** The provider vouches for nobody, or for a malformed identity. */
    IDENTITY_UNKNOWN,
    /** Another address authenticated than the one expected. */
    OTHER_IDENTITY,
    /** The user unticked a permission that sending needs. */
    SCOPE_MISSING,
    /** No refresh token came and none is kept from before. */
    NO_REFRESH_TOKEN,
    /** No browser can be opened on this machine. */
    NO_BROWSER,
    /** No port of the loopback address can be opened on this machine. */
    NO_LOOPBACK
}

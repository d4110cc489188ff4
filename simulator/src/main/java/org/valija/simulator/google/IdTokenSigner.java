package org.valija.simulator.google;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.valija.simulator.web.Json;

/** Signs ID tokens (OpenID Connect Core §2) with RS256. Its key is made in the background, so that starting stays fast. */
final class IdTokenSigner {

    private static final String KEY_ID = "simulator-1";

    /** One for the whole process: an RSA key takes longer to make than all the rest of a start. */
    private static final FutureTask<KeyPair> KEYS = new FutureTask<>(IdTokenSigner::newKeyPair);

    private final URI issuer;
    private final Clock clock;

    IdTokenSigner(URI issuer, Clock clock, Executor background) {
        this.issuer = issuer;
        this.clock = clock;
        background.execute(KEYS);
    }

    String sign(TokenAnswer answer) {
        Instant now = clock.instant();
        Grant grant = answer.grant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.toString());
        claims.put("azp", grant.client().id());
        claims.put("aud", grant.client().id());
        claims.put("sub", grant.account().subject());
        if (answer.scopes().contains(Scopes.EMAIL)) {
            claims.put("email", grant.account().address());
            claims.put("email_verified", true);
        }
        if (answer.scopes().contains(Scopes.PROFILE)) {
            claims.put("name", grant.account().name());
        }
        byte[] hash = Hashes.sha256(answer.accessToken().getBytes(StandardCharsets.US_ASCII));
        claims.put("at_hash", Hashes.base64Url(Arrays.copyOf(hash, hash.length / 2)));
        if (answer.fromCode()) {
            grant.nonce().ifPresent(nonce -> claims.put("nonce", nonce));
        }
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(answer.lifetime()).getEpochSecond());
        return compact(claims);
    }

    /** The public key as a JWK set (RFC 7517 §5). */
    Map<String, Object> jwks() {
        RSAPublicKey key = (RSAPublicKey) keyPair().getPublic();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "RSA");
        jwk.put("use", "sig");
        jwk.put("alg", "RS256");
        jwk.put("kid", KEY_ID);
        jwk.put("n", unsigned(key.getModulus()));
        jwk.put("e", unsigned(key.getPublicExponent()));
        return Map.of("keys", List.of(jwk));
    }

    private String compact(Map<String, Object> claims) {
        String header = Json.write(Map.of("alg", "RS256", "kid", KEY_ID));
        String signed = encode(header) + "." + encode(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keyPair().getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Hashes.base64Url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The ID token cannot be signed", e);
        }
    }

    private KeyPair keyPair() {
        try {
            return KEYS.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while the key was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The key of the ID tokens cannot be made", e);
        }
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String encode(String json) {
        return Hashes.base64Url(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String unsigned(BigInteger number) {
        byte[] octets = number.toByteArray();
        return Hashes.base64Url(octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets);
    }
}

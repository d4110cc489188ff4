package org.valija.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.minidev.json.JSONObject;

/**
 * What a renewal brought.
 *
 * @param sent generation of the refresh token that was sent: the condition on which these may be stored
 * @param refresh the new refresh token, where the provider gave one
 * @param expiresAt end of the access token
 */
record Renewed(long sent, Secret access, Optional<Secret> refresh, Instant expiresAt) {

    /** One text of all, to be sealed. */
    Secret toText() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sent", sent);
        fields.put("access", access.reveal());
        refresh.ifPresent(secret -> fields.put("refresh", secret.reveal()));
        fields.put("expiresAt", expiresAt.toEpochMilli());
        return Secret.of(JSONObject.toJSONString(fields));
    }

    /** @throws IllegalArgumentException when {@link #toText} did not make it */
    static Renewed parse(Secret text) {
        try {
            JSONObject fields = JSONObjectUtils.parse(text.reveal());
            return new Renewed(
                    JSONObjectUtils.getLong(fields, "sent"),
                    Secret.of(JSONObjectUtils.getString(fields, "access")),
                    Optional.ofNullable(JSONObjectUtils.getString(fields, "refresh", null))
                            .map(Secret::of),
                    Instant.ofEpochMilli(JSONObjectUtils.getLong(fields, "expiresAt")));
        } catch (ParseException e) {
            // The parser's words may repeat what it read.
            throw new IllegalArgumentException("not the text of renewed tokens");
        }
    }
}

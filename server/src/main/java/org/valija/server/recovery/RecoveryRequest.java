package org.valija.server.recovery;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Somebody asked to recover a key, and it is not looked into yet.
 *
 * @param codeHash of what was typed as the user's code
 * @param console address that the link is to begin with
 * @param language of who asked
 */
record RecoveryRequest(String id, String codeHash, URI console, Locale language, Instant askedAt) {

    static RecoveryRequest of(String codeHash, URI console, Locale language, Instant now) {
        return new RecoveryRequest(UUID.randomUUID().toString(), codeHash, console, language, now);
    }
}

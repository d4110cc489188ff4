package org.valija.server.users;

import org.valija.server.secrets.Sha256;

/**
 * The key of a user who may enter, as far as others need to know it.
 *
 * @param mark another one as soon as the key is another; the key cannot be found from it
 * @param mustChange somebody else knows the key
 */
public record KeyState(String mark, boolean mustChange) {

    static KeyState of(String keyHash, boolean mustChange) {
        return new KeyState(Sha256.hex(keyHash), mustChange);
    }
}

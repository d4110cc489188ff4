package org.valija.server.users;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * From where somebody asks to enter.
 *
 * @param address of the network
 * @param deviceHash of the browser's own cookie, where it brings one
 */
public record EntryOrigin(String address, @Nullable String deviceHash) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A browser that has no cookie yet. */
    public static EntryOrigin of(String address) {
        return new EntryOrigin(address, null);
    }
}

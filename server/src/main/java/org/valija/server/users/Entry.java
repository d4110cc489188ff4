package org.valija.server.users;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/** A user who entered, as the session keeps it: with the mark of the key that was used. */
public final class Entry extends UsernamePasswordAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String keyMark;

    Entry(String code, String keyMark, Collection<? extends GrantedAuthority> authorities) {
        super(code, "", authorities);
        this.keyMark = keyMark;
    }

    /** Whether the key that the user entered with is still the user's. */
    public boolean isOf(KeyState key) {
        return keyMark.equals(key.mark());
    }

    /** The same entry after its user has changed the key. */
    Entry with(KeyState key) {
        Entry changed = new Entry(getName(), key.mark(), getAuthorities());
        changed.setDetails(getDetails());
        return changed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof Entry entry && keyMark.equals(entry.keyMark);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + keyMark.hashCode();
    }
}

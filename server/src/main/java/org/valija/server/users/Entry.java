package org.valija.server.users;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/** A user who entered, as the session keeps it: with the marks of the key and of the second factor that were used. */
public final class Entry extends UsernamePasswordAuthenticationToken {

    private static final long serialVersionUID = 2L;

    private final String keyMark;
    private final String factorMark;

    /** @param factorMark empty for who entered with the key alone */
    Entry(String code, String keyMark, String factorMark, Collection<? extends GrantedAuthority> authorities) {
        super(code, "", authorities);
        this.keyMark = keyMark;
        this.factorMark = factorMark;
    }

    /** Whether the key that the user entered with is still the user's. */
    public boolean isOf(KeyState key) {
        return keyMark.equals(key.mark());
    }

    /** Whether the user has shown the second factor of that mark. */
    public boolean isOfFactor(String mark) {
        return factorMark.equals(mark);
    }

    /** The same entry after its user has changed the key. */
    Entry with(KeyState key) {
        return copy(key.mark(), factorMark);
    }

    /** The same entry after its user has shown a second factor of that mark. */
    public Entry withFactor(String mark) {
        return copy(keyMark, mark);
    }

    private Entry copy(String otherKey, String otherFactor) {
        Entry changed = new Entry(getName(), otherKey, otherFactor, getAuthorities());
        changed.setDetails(getDetails());
        return changed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof Entry entry
                && keyMark.equals(entry.keyMark)
                && factorMark.equals(entry.factorMark);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * super.hashCode() + keyMark.hashCode()) + factorMark.hashCode();
    }
}

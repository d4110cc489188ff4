package org.valija.server.users;

import java.util.Collection;

/**
 * What a group of users may do.
 *
 * @param code by which it is kept, in upper case
 * @param name as people call it; empty for one that came with the installation and goes by the words of the bundles
 * @param administers whether its users see and manage, within their permissions, what belongs to all users
 * @param secondFactorRequired whether its users enter with a second factor
 * @param fixed whether nobody can delete it, nor change more of it than whether it demands a second factor
 */
public record Profile(
        String code,
        String name,
        boolean administers,
        boolean secondFactorRequired,
        boolean fixed,
        Permissions permissions) {

    /** The code of the one that may do everything. */
    public static final String ADMINISTRATION = "ADMINISTRATION";

    /** The code of the one for who sends. */
    public static final String SENDER = "SENDER";

    /** The same, demanding a second factor or not. */
    Profile requiring(boolean secondFactor) {
        return new Profile(code, name, administers, secondFactor, fixed, permissions);
    }

    /** The same with these permissions; the one that may do everything may also do what a later version brings. */
    Profile may(Collection<Permission> allowed) {
        return new Profile(
                code,
                name,
                administers,
                secondFactorRequired,
                fixed,
                code.equals(ADMINISTRATION) ? Permissions.EVERYTHING : Permissions.of(allowed));
    }

    /** Whether who has this one may give that one to somebody. */
    public boolean covers(Profile other) {
        return (administers || !other.administers) && permissions.cover(other.permissions);
    }
}

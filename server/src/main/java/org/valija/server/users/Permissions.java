package org.valija.server.users;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** All that somebody may do. */
public record Permissions(Set<Permission> all) {

    /** Nothing at all. */
    public static final Permissions NONE = new Permissions(Set.of());

    /** Everything that there is. */
    public static final Permissions EVERYTHING = new Permissions(Arrays.stream(Function.values())
            .flatMap(function -> Arrays.stream(Operation.values())
                    .filter(function::has)
                    .map(operation -> new Permission(function, operation)))
            .collect(Collectors.toUnmodifiableSet()));

    public Permissions {
        all = Set.copyOf(all);
    }

    /** Those of a collection that there is something for. */
    public static Permissions of(Collection<Permission> permissions) {
        return new Permissions(permissions.stream()
                .filter(permission -> permission.function().has(permission.operation()))
                .collect(Collectors.toUnmodifiableSet()));
    }

    public boolean may(Function function, Operation operation) {
        return all.contains(new Permission(function, operation));
    }

    /** Whether the other ones are all among these. */
    public boolean cover(Permissions other) {
        return all.containsAll(other.all);
    }
}

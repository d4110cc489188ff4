package org.valija.server.users;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.valija.server.web.FieldErrors;

/**
 * The fields of a profile's page, as typed.
 *
 * @param permiso what is ticked, each a function and an operation with a dot between
 */
record ProfileForm(
        String code,
        String name,
        @Nullable Boolean administers,
        @Nullable Boolean secondFactorRequired,
        @Nullable Set<String> permiso) {

    private static final int LONGEST_CODE = 20;
    private static final int LONGEST_NAME = 60;

    ProfileForm {
        code = text(code);
        name = text(name);
        permiso = permiso == null ? Set.of() : permiso;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    static ProfileForm empty() {
        return new ProfileForm("", "", false, false, Set.of());
    }

    static ProfileForm of(Profile profile, String name) {
        Set<String> ticked = new HashSet<>();
        profile.permissions()
                .all()
                .forEach(permission -> ticked.add(permission.function() + "." + permission.operation()));
        return new ProfileForm(profile.code(), name, profile.administers(), profile.secondFactorRequired(), ticked);
    }

    public boolean isAdministering() {
        return Boolean.TRUE.equals(administers);
    }

    public boolean needsSecondFactor() {
        return Boolean.TRUE.equals(secondFactorRequired);
    }

    boolean has(Function function, Operation operation) {
        return Optional.ofNullable(permiso).orElse(Set.of()).contains(function + "." + operation);
    }

    FieldErrors check(boolean isNew) {
        FieldErrors errors = FieldErrors.none();
        if (isNew && (!code.matches("[\\p{L}\\p{Nd}_.-]{1," + LONGEST_CODE + "}") || code.equalsIgnoreCase("nuevo"))) {
            errors.add("code", "error.users.code", LONGEST_CODE);
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            errors.add("name", "error.profiles.name", LONGEST_NAME);
        }
        return errors;
    }

    /** What is typed, under that code and name; who may do something with a function also sees it. */
    Profile profile(String underCode, String underName) {
        Set<Permission> permissions = new HashSet<>();
        for (Function function : Function.values()) {
            Arrays.stream(Operation.values())
                    .filter(operation -> function.has(operation) && has(function, operation))
                    .forEach(operation -> {
                        permissions.add(new Permission(function, operation));
                        permissions.add(new Permission(function, Operation.VIEW));
                    });
        }
        return new Profile(
                underCode, underName, isAdministering(), needsSecondFactor(), false, Permissions.of(permissions));
    }
}

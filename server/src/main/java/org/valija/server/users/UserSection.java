package org.valija.server.users;

import java.util.Optional;
import org.springframework.ui.Model;

/** A part of a user's page that another feature brings. */
public interface UserSection {

    /** A state's colour ({@code ok}, {@code warn}, {@code bad}, {@code idle}) and the key of its word. */
    record Pill(String tone, String key) {}

    /** Whether the present user may see it for that one. */
    default boolean isFor(User user) {
        return true;
    }

    /** The Thymeleaf template whose fragment {@code section} is shown. */
    String template();

    /** Puts what the fragment needs into the model. */
    void fill(User user, Model model);

    /** The state to show beside the user's name in the list. */
    Optional<Pill> pill(User user);
}

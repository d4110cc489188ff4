package org.valija.server.users;

import java.util.Optional;

/** What some users show beside the key. Implementations are thread-safe. */
public interface SecondStep {

    /** The mark of the user's second factor, another with each that is set up; empty for who has none. */
    Optional<String> mark(String userCode);
}

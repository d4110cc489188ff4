package org.valija.server.secondfactor;

import java.util.Optional;
import org.valija.server.users.AddressWatch.Notice;
import org.valija.server.users.User;

/** Has users told when somebody else takes their second factor away. Implementations are thread-safe. */
public interface RemovalWatch {

    /** What tells that user; empty while nothing can. */
    Optional<Notice> removed(User user);
}

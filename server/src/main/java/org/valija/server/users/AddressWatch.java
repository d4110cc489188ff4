package org.valija.server.users;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Has users told when somebody else changes where the links to their key go. Implementations are thread-safe. */
public interface AddressWatch {

    /** What tells that user at the address of this record, which is still the stored one; empty while nothing can. */
    Optional<Notice> notice(User user);

    /** What belongs to one change. */
    interface Notice {

        /** Makes the notice part of the change. */
        void put(Connection connection) throws SQLException;

        /** Lets it leave, after the change's commit. */
        void changed();
    }
}

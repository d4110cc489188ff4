package org.valija.server.catalogues;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Learns who is in the catalogue under an RFC, or a name, that nobody there had before. */
public interface BeneficiaryListener {

    /**
     * Called in the transaction that writes them, which is rolled back when this fails.
     *
     * @param named of one company, with their ids
     */
    void named(Connection connection, Collection<Beneficiary> named) throws SQLException;
}

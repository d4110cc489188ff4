package org.valija.server.consent;

/** Says whether what a program asked for still stands. */
public interface ConsentSponsor {

    /** Whether that token is honoured now. */
    boolean honours(long tokenId);
}

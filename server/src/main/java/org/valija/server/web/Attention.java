package org.valija.server.web;

/** What waits for somebody behind an entry of the navigation; a feature offers it as a bean. */
public interface Attention {

    /** The entry's path. */
    String path();

    /** How much waits for the present user; zero also when that cannot be told now. */
    long count();

    /** Key of the words for who does not see the number, which take it as their argument. */
    String key();
}

package org.valija.server.recovery;

/** What a feature does every minute about mail of the installation's own; a feature offers it as a bean. May run on several nodes at once. */
public interface SystemMailWork {

    void run();
}

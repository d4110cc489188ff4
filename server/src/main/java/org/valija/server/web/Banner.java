package org.valija.server.web;

import java.util.List;

/** What a feature has to say at the head of pages that are not its own; a feature offers it as a bean. */
public interface Banner {

    /** What is said now to the present user at the head of the page of that path. */
    List<Words> at(String path);

    /**
     * One thing that is said.
     *
     * @param what in a sentence
     * @param since since when
     * @param place path of the page where it is mended
     * @param go words of the link to it
     */
    record Words(String what, String since, String place, String go) {}
}

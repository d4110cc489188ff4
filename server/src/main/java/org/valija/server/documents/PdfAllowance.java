package org.valija.server.documents;

import java.time.Duration;

/**
 * What reading one PDF may take of this machine, whatever the file says of itself: octets, counted again each time they are
 * asked for, things that are read, letters of its text, and time. Not thread-safe.
 */
final class PdfAllowance {

    /** Of one part; a page's text, with all that is drawn on it, has far less. */
    static final int PART = 4 * 1024 * 1024;

    /** Things made of a PDF's octets take some twenty times as much in memory as these. */
    private static final long OCTETS = 12L * 1024 * 1024;

    private static final int THINGS = 300_000;
    private static final int LETTERS = 100_000;

    /** The first PDF after a start needs seconds, for the machine's fonts are looked at. */
    private static final Duration TIME = Duration.ofSeconds(15);

    /** So much is counted for the smallest part: that it is asked for takes time. */
    private static final int LEAST = 4 * 1024;

    private final long until = System.nanoTime() + TIME.toNanos();
    private long octets;
    private int things;
    private int letters;
    private boolean exceeded;

    /** It asks for more than it may; the library in between would take another exception for a broken file, and go on. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SpentException(String what) {
            super(what);
        }
    }

    /** A part of so many octets. */
    void part(long size) {
        octets += Math.max(LEAST, size);
        check(octets <= OCTETS, "octets");
        step();
    }

    /** A number, name, list or anything else that a PDF is made of. */
    void thing() {
        things++;
        check(things <= THINGS, "things");
        step();
    }

    void letter() {
        letters++;
        check(letters <= LETTERS, "letters");
    }

    /** Something that takes time and nothing else. */
    void step() {
        check(System.nanoTime() - until < 0, "time");
    }

    /** One part alone was larger than any may be. */
    void partTooLarge() {
        exceeded = true;
    }

    /** Whether more was asked for than there is. */
    boolean isExceeded() {
        return exceeded;
    }

    private void check(boolean within, String what) {
        if (!within) {
            exceeded = true;
            throw new SpentException("A PDF takes more than its " + what);
        }
    }
}

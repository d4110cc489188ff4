package org.valija.server.retenciones;

/**
 * What a file may ask of the reader.
 *
 * @param bytes of the whole file
 * @param depth of nodes in nodes
 * @param attributes of one node
 * @param parts nodes, attributes and runs of text together: what they take in memory is bounded by it
 */
public record ReadingLimits(int bytes, int depth, int attributes, int parts) {

    /** A document of a platform with tens of thousands of services still fits. */
    public static final ReadingLimits USUAL = new ReadingLimits(32 * 1024 * 1024, 64, 200, 600_000);

    public ReadingLimits {
        if (bytes < 1 || depth < 1 || attributes < 1 || parts < 1) {
            throw new IllegalArgumentException("A limit below one lets nothing be read");
        }
    }

    public ReadingLimits withBytes(int most) {
        return new ReadingLimits(most, depth, attributes, parts);
    }
}

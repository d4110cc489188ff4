package org.valija.bench;

import java.util.List;

/** The middle of several measurements. */
final class Medians {

    private Medians() {}

    /** The upper one of the two in the middle, where there are two. */
    static double of(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}

package org.valija.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Whether two kinds of answers can be told apart by the time they take. Two questions are asked of the ranks, which no outlier
 * sways: whether one kind comes later (Mann and Whitney), and whether the times are spread in another way (Kolmogorov and
 * Smirnov). How unlikely what was seen is comes from mixing the labels, so that no assumption about the times is needed; the first
 * is computed from the normal distribution too, and both must agree.
 *
 * @param rankP two-sided, from the normal distribution
 * @param mixedRankP the same from mixed labels
 * @param mixedSpreadP of the greatest distance between the distributions, from mixed labels
 * @param ratio of the medians
 */
record Indistinguishable(double rankP, double mixedRankP, double mixedSpreadP, double ratio) {

    private static final int MIXES = 2_000;

    static Indistinguishable of(List<Double> one, List<Double> other) {
        List<Double> all = new ArrayList<>(one);
        all.addAll(other);
        double z = Math.abs(rankZ(all, one.size()));
        double distance = distance(all, one.size());
        int asLate = 0;
        int asFar = 0;
        Random random = new Random(20_26);
        List<Double> mixed = new ArrayList<>(all);
        for (int i = 0; i < MIXES; i++) {
            Collections.shuffle(mixed, random);
            asLate += Math.abs(rankZ(mixed, one.size())) >= z ? 1 : 0;
            asFar += distance(mixed, one.size()) >= distance ? 1 : 0;
        }
        return new Indistinguishable(
                twoSided(z),
                (asLate + 1.0) / (MIXES + 1),
                (asFar + 1.0) / (MIXES + 1),
                Medians.of(one) / Medians.of(other));
    }

    /** Mann and Whitney's U as a normal deviate: positive where the first {@code n} come later. */
    private static double rankZ(List<Double> all, int n) {
        double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double ranks = 0;
        for (int i = 0; i < n; i++) {
            ranks += rank(sorted, all.get(i));
        }
        double m = all.size() - n;
        double u = ranks - n * (n + 1.0) / 2;
        return (u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    }

    /** Equal times share their ranks' mean. */
    private static double rank(double[] sorted, double value) {
        return (below(sorted, value, false) + below(sorted, value, true) + 1) / 2.0;
    }

    /** How many are smaller, or smaller or equal. */
    private static int below(double[] sorted, double value, boolean orEqual) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value || orEqual && sorted[middle] == value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The greatest distance between the two distributions. */
    private static double distance(List<Double> all, int n) {
        double[] one = all.subList(0, n).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double[] other = all.subList(n, all.size()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double greatest = 0;
        for (double value : all) {
            double apart =
                    below(one, value, true) / (double) one.length - below(other, value, true) / (double) other.length;
            greatest = Math.max(greatest, Math.abs(apart));
        }
        return greatest;
    }

    /** The chance of a normal deviate that far from zero, to seven digits (Abramowitz and Stegun 26.2.17). */
    private static double twoSided(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double tail = t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
                * Math.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI);
        return Math.min(1, 2 * tail);
    }
}

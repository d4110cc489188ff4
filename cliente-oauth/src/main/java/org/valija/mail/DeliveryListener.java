package org.valija.mail;

/** Hears how far a delivery is, on the thread that delivers. What it throws ends the delivery. */
@FunctionalInterface
public interface DeliveryListener {

    /** Steps of a delivery, in order. */
    enum Step {
        CONNECTING,
        AUTHENTICATING,
        ENVELOPE,
        CONTENT,
        REPLY
    }

    /** Hears nothing. */
    DeliveryListener SILENT = (step, sent, total) -> {};

    /**
     * A step begins, or goes on.
     *
     * @param sent octets of the content written so far
     * @param total octets of the content
     */
    void progress(Step step, long sent, long total);
}

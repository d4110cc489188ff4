package org.valija.outbox;

import java.time.Duration;

/**
 * When mail is tried again, and how long.
 *
 * @param firstRetry wait after a mail's first attempt in vain; doubled after each further one, with jitter
 * @param longestRetry the longest wait between two attempts
 * @param greatestAge of a mail that is tried again and again; older ones fail. What waits for a person does not age
 * @param unknown what becomes of a mail that may have been delivered
 * @param mostUnknowns after so many attempts of unknown end a person is asked whatever the policy
 * @param contentKept how long the octets of ended mails are kept
 * @param archiveKept how long the record of ended mails is kept; zero for ever
 */
public record DeliveryPolicy(
        Duration firstRetry,
        Duration longestRetry,
        Duration greatestAge,
        Unknown unknown,
        int mostUnknowns,
        Duration contentKept,
        Duration archiveKept) {

    /** What becomes of a mail whose answer did not come. */
    public enum Unknown {
        /** It is sent again, with the same Message-ID: better twice than never. */
        RETRY,
        /** A person decides: better late than twice. */
        HOLD
    }

    /** Retries from a minute to an hour for two days; what may have arrived is sent again; octets are kept 30 days. */
    public static final DeliveryPolicy STANDARD = new DeliveryPolicy(
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(2),
            Unknown.RETRY,
            5,
            Duration.ofDays(30),
            Duration.ZERO);

    /** The same with another policy for what may have arrived. */
    public DeliveryPolicy withUnknown(Unknown value) {
        return new DeliveryPolicy(firstRetry, longestRetry, greatestAge, value, mostUnknowns, contentKept, archiveKept);
    }

    /** The same with other waits between attempts. */
    public DeliveryPolicy retrying(Duration first, Duration longest, Duration age) {
        return new DeliveryPolicy(first, longest, age, unknown, mostUnknowns, contentKept, archiveKept);
    }

    /** The same, keeping octets and records of ended mails that long. */
    public DeliveryPolicy keeping(Duration content, Duration archive) {
        return new DeliveryPolicy(firstRetry, longestRetry, greatestAge, unknown, mostUnknowns, content, archive);
    }
}

package org.valija.server.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.valija.outbox.DeliveryPolicy;

/**
 * The part of {@code valija.yaml} that speaks of the outbox.
 *
 * @param drains accounts that this node sends for at one time, at most
 * @param firstRetry wait after a mail's first attempt in vain; doubled after each further one
 * @param longestRetry the longest wait between two attempts
 * @param greatestAge of a mail that is tried again and again; older ones fail
 * @param unknown what becomes of a mail that may have been delivered
 * @param contentKept how long the octets of ended mails are kept
 * @param archiveKept how long the record of ended mails is kept; zero for ever
 */
@ConfigurationProperties("valija.outbox")
public record OutboxProperties(
        @DefaultValue("32") int drains,
        @DefaultValue("1m") Duration firstRetry,
        @DefaultValue("1h") Duration longestRetry,
        @DefaultValue("2d") Duration greatestAge,
        @DefaultValue("retry") UnknownWord unknown,
        @DefaultValue("30d") Duration contentKept,
        @DefaultValue("0s") Duration archiveKept) {

    /** As it stands in the file. */
    public enum UnknownWord {
        /** It is sent again. */
        RETRY,
        /** A person decides. */
        HOLD
    }

    public OutboxProperties {
        check("drains", drains > 0);
        check("first-retry", firstRetry.isPositive());
        check("longest-retry", longestRetry.compareTo(firstRetry) >= 0);
        check("greatest-age", greatestAge.isPositive());
        check("content-kept", !contentKept.isNegative());
        check("archive-kept", !archiveKept.isNegative());
    }

    private static void check(String key, boolean right) {
        if (!right) {
            throw new IllegalArgumentException("In valija.yaml, outbox." + key + " is too small");
        }
    }

    DeliveryPolicy policy() {
        return DeliveryPolicy.STANDARD
                .retrying(firstRetry, longestRetry, greatestAge)
                .withUnknown(unknown == UnknownWord.HOLD ? DeliveryPolicy.Unknown.HOLD : DeliveryPolicy.Unknown.RETRY)
                .keeping(contentKept, archiveKept);
    }
}

package org.valija.mail;

import java.time.Duration;

/**
 * What a provider bears of one account.
 *
 * @param connections at one time
 * @param mailsPerConnection after which a connection is closed, though it would still serve
 * @param idle how long a connection is kept warm without use
 */
public record ConnectionLimits(int connections, int mailsPerConnection, Duration idle) {

    /** What every mail server in common use bears. */
    public static final ConnectionLimits CAREFUL = new ConnectionLimits(5, 100, Duration.ofSeconds(30));

    /** learn.microsoft.com, "Exchange Online limits": three concurrent connections of a client that submits. */
    public static final ConnectionLimits MICROSOFT = new ConnectionLimits(3, 100, Duration.ofSeconds(30));

    /** @throws IllegalArgumentException when nothing could be sent */
    public ConnectionLimits {
        if (connections < 1 || mailsPerConnection < 1 || idle.isNegative()) {
            throw new IllegalArgumentException("an account has at least one connection, and each takes a mail");
        }
    }
}

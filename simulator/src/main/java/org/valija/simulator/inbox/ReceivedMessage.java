package org.valija.simulator.inbox;

import java.time.Instant;
import java.util.List;

/** One accepted message. Immutable. */
public final class ReceivedMessage {

    private final long id;
    private final Envelope envelope;
    private final Instant receivedAt;
    private final byte[] content;

    ReceivedMessage(long id, Envelope envelope, Instant receivedAt, byte[] content) {
        this.id = id;
        this.envelope = envelope;
        this.receivedAt = receivedAt;
        this.content = content.clone();
    }

    /** Counts from 1 in the order of arrival. */
    public long id() {
        return id;
    }

    public Envelope envelope() {
        return envelope;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** The bytes as sent, after the SMTP dots were removed; a copy. */
    public byte[] content() {
        return content.clone();
    }

    /** How many bytes {@link #content()} has. */
    public int size() {
        return content.length;
    }

    /** The message read as MIME. */
    public MimePart mime() {
        return MimePart.parse(content);
    }

    /** The parts that hold content, numbered from 1 by their position here. */
    public List<MimePart> parts() {
        return mime().leaves();
    }
}

package org.valija.server.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.valija.mail.ContentSource;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Octets that came with a request, kept until it is answered. */
@JsonDeserialize(using = SpooledDeserializer.class)
final class Spooled implements ContentSource {

    private final byte @Nullable [] octets;
    private final @Nullable Path file;
    private final long size;
    private final String sha256;

    Spooled(byte @Nullable [] octets, @Nullable Path file, long size, String sha256) {
        this.octets = octets;
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    @Override
    public InputStream open() throws IOException {
        return file == null
                ? new ByteArrayInputStream(octets == null ? new byte[0] : octets)
                : Files.newInputStream(file);
    }

    long size() {
        return size;
    }

    /** In hex. */
    String sha256() {
        return sha256;
    }
}

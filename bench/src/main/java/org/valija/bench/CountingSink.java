package org.valija.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postfix's smtp-sink, which writes into a file with every mail how many it has: that costs it and us next to nothing. */
final class CountingSink implements AutoCloseable {

    private static final Pattern COUNT = Pattern.compile(".*mesg=(\\d+)\r", Pattern.DOTALL);
    private static final int TAIL = 200;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final SinkProcess sink;
    private final FileChannel counts;

    private CountingSink(SinkProcess sink, FileChannel counts) {
        this.sink = sink;
        this.counts = counts;
    }

    /** Empty where smtp-sink is not installed. */
    static Optional<CountingSink> start(Path folder) throws IOException, InterruptedException {
        Path counts = folder.resolve("arrived");
        Optional<SinkProcess> sink = SinkProcess.smtpSink(ProcessBuilder.Redirect.to(counts.toFile()), "-c");
        return sink.isEmpty() ? Optional.empty() : Optional.of(new CountingSink(sink.get(), FileChannel.open(counts)));
    }

    int port() {
        return sink.port();
    }

    /** Mails since it was started. */
    long arrived() throws IOException {
        ByteBuffer tail = ByteBuffer.allocate(TAIL);
        counts.read(tail, Math.max(0, counts.size() - TAIL));
        Matcher count = COUNT.matcher(new String(tail.array(), 0, tail.position(), StandardCharsets.US_ASCII));
        return count.lookingAt() ? Long.parseLong(count.group(1)) : 0;
    }

    /** Waits until so many have arrived since it was started. */
    void await(long mails) throws IOException, InterruptedException {
        long before = -1;
        long since = System.nanoTime();
        long now = arrived();
        while (now < mails) {
            if (now != before) {
                before = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE) {
                throw new IOException(mails - now + " mails did not arrive");
            }
            Thread.sleep(2);
            now = arrived();
        }
    }

    @Override
    public void close() throws IOException {
        sink.close();
        counts.close();
    }
}

package org.valija.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** smtp-source, over connections that it keeps, into a Postfix with its queue on the bench's disk. */
final class PostfixPeer implements QueuePeer {

    /** No brake on what comes in, no process ended while it is warm, no look into headers and bodies. */
    private static final Map<String, String> LESS_WORK = Map.of(
            "in_flow_delay", "0",
            "max_use", "100000",
            "local_header_rewrite_clients", "",
            "receive_override_options", "no_header_body_checks, no_address_mappings",
            "disable_mime_input_processing", "yes");

    /** The ways of running it; whichever turns out to be the fastest stands for it. */
    static final List<Tuning> TUNINGS = List.of(
            new Tuning("postfix as installed", Map.of()),
            new Tuning("postfix lean", LESS_WORK),
            new Tuning("postfix uncached", with(LESS_WORK, "smtp_connection_cache_on_demand", "no")));

    /**
     * What Postfix is told beyond where its folders are.
     *
     * @param parameters of main.cf
     */
    record Tuning(String label, Map<String, String> parameters) {}

    private final SmtpSourcePeer source = new SmtpSourcePeer();
    private final Tuning tuning;
    private final Path folder;
    private @Nullable PostfixInstance postfix;

    PostfixPeer(Tuning tuning, Path folder) {
        this.tuning = tuning;
        this.folder = folder;
    }

    @Override
    public String name() {
        return tuning.label();
    }

    @Override
    public Optional<String> absence() {
        return PostfixInstance.absence().or(source::absence);
    }

    @Override
    public void start(int sinkPort) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve(tuning.label().replaceAll("\\W+", "-")));
        postfix = PostfixInstance.start(own, tuning.parameters(), sinkPort);
    }

    @Override
    public void accept(int senders, int mails) throws IOException, InterruptedException {
        source.send(running().port(), senders, mails);
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        running().awaitEmptyQueue();
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(name, value);
        return more;
    }

    private PostfixInstance running() {
        PostfixInstance started = postfix;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Override
    public void close() {
        source.close();
        PostfixInstance started = postfix;
        postfix = null;
        if (started != null) {
            started.close();
        }
    }
}

package org.valija.tests.vault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.valija.oauth.GrantState;
import org.valija.oauth.MutableClock;
import org.valija.oauth.OAuth;
import org.valija.oauth.Secret;
import org.valija.oauth.TokenResult;
import org.valija.sql.WatchedDataSource;
import org.valija.tests.process.Connections;

/**
 * A node of its own process: opens the vault and does what it reads line by line, answering a line each. Tokens are told
 * by their hashes. It ends when its input does.
 */
final class Node {

    private final PrintStream out;
    private final MutableClock clock = new MutableClock();
    private final RenewalWatcher watcher = new RenewalWatcher(this::tell);
    private final OAuth oauth;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(null, task, "caller", 256 * 1024);
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger ends = new AtomicInteger();

    private Node(NodeOptions options, PrintStream out) {
        this.out = out;
        clock.forward(options.ahead());
        DataSource dataSource = new WatchedDataSource(Connections.open(options.databaseUrl()), watcher);
        OAuth.Setup setup = new OAuth.Setup(
                options.pooled() ? Connections.pooled(dataSource) : dataSource,
                options.keyFile(),
                SimulatedProvider.at(options.provider()),
                threads,
                clock,
                "node",
                Optional.empty());
        oauth = new OAuth(options.folder().map(setup::withFolder).orElse(setup));
        oauth.addListener((before, after) -> {
            if (after.state() == GrantState.NEEDS_AUTHENTICATION) {
                ends.incrementAndGet();
            }
        });
    }

    public static void main(String[] arguments) throws IOException {
        // What a library prints must not be taken for an answer.
        PrintStream out = System.out;
        System.setOut(System.err);
        Node node = new Node(NodeOptions.parse(arguments), out);
        node.tell("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            node.obey(line.split(" ", -1));
        }
        System.exit(0);
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    private void obey(String[] words) {
        switch (words[0]) {
            case "forward" -> {
                clock.forward(Duration.ofSeconds(Long.parseLong(words[1])));
                tell("forwarded");
            }
            case "stop-at" -> {
                watcher.stopAt(Point.valueOf(words[1]));
                tell("will stop");
            }
            case "refuse-to-store" -> {
                watcher.refuseToStore();
                tell("understood");
            }
            case "token" -> threads.execute(() -> tell("token " + ask(Long.parseLong(words[1]))));
            case "crowd" ->
                tell("crowd " + crowd(Long.parseLong(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3])));
            case "connect" -> {
                SimulatedProvider.connect(oauth, words[1], words[2]);
                tell("connected");
            }
            case "ends" -> tell("ends " + ends.get());
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private String ask(long grantId) {
        return words(oauth.vault().accessToken(grantId));
    }

    /** Many threads ask at one moment of the wall clock, as those of the other nodes do. */
    private String crowd(long grantId, int size, long atMillis) {
        CyclicBarrier gathered = new CyclicBarrier(size);
        Callable<String> caller = () -> {
            gathered.await();
            while (System.currentTimeMillis() < atMillis) {
                LockSupport.parkUntil(atMillis);
            }
            return ask(grantId);
        };
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            answers.add(threads.submit(caller));
        }
        return new TreeSet<>(answers.stream().map(Node::result).toList())
                .stream()
                        .map(answer -> answers.stream()
                                        .filter(other -> answer.equals(result(other)))
                                        .count() + "x " + answer)
                        .collect(Collectors.joining(", "));
    }

    private static String result(Future<String> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return "threw " + e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String words(TokenResult result) {
        return result.fold(
                usable -> "usable " + hash(usable.token().value()),
                notNow -> "not-now " + notNow.error().code(),
                needs -> "needs-authentication " + needs.error().code(),
                needs -> "needs-admin " + needs.error().code(),
                disconnected -> "disconnected");
    }

    static String hash(Secret token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

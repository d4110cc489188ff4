package org.valija.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All peers against one server, in rounds that take turns, so that what disturbs the machine disturbs all. Who is absent or
 * fails is left out and named.
 */
final class Race implements AutoCloseable {

    private final List<Peer> peers =
            List.of(new ValijaPeer(), new SmtpSourcePeer(), new AngusPeer(true), new AngusPeer(false), new VertxPeer());
    private final Map<String, List<Double>> speeds = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final int port;
    private final int connections;

    Race(int port, int connections) {
        this.port = port;
        this.connections = connections;
        peers.forEach(peer -> peer.absence().ifPresent(why -> leftOut.put(peer.name(), why)));
    }

    void warmUp(int mails) throws InterruptedException {
        for (Peer peer : peers) {
            run(peer, mails);
        }
    }

    void round(int mails) throws InterruptedException {
        for (Peer peer : peers) {
            Optional<Double> speed = run(peer, share(peer, mails));
            speed.ifPresent(value -> speeds.computeIfAbsent(peer.name(), name -> new ArrayList<>())
                    .add(value));
        }
    }

    /** Mails a second, the median of the rounds. */
    Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        speeds.forEach((name, values) -> {
            if (!leftOut.containsKey(name)) {
                medians.put(name, Medians.of(values));
            }
        });
        return medians;
    }

    /** Who did not take part, and why. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    private Optional<Double> run(Peer peer, int mails) throws InterruptedException {
        if (leftOut.containsKey(peer.name())) {
            return Optional.empty();
        }
        System.err.printf(Locale.ROOT, "%s, %d connections, %d mails ... ", peer.name(), connections, mails);
        long begin = System.nanoTime();
        try {
            peer.send(port, connections, mails);
        } catch (IOException e) {
            System.err.println("failed: " + e.getMessage());
            leftOut.put(peer.name(), "failed: " + e.getMessage());
            return Optional.empty();
        }
        double speed = mails / ((System.nanoTime() - begin) / 1e9);
        System.err.printf(Locale.ROOT, "%,.0f a second%n", speed);
        return Optional.of(speed);
    }

    /** Of the slow ones fewer mails tell as much: Angus as it comes waits 40 ms for each. */
    private static int share(Peer peer, int mails) {
        return switch (peer.name()) {
            case "angus" -> Math.max(mails / 10, 100);
            case "vert.x" -> Math.max(mails / 5, 100);
            default -> mails;
        };
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
    }
}

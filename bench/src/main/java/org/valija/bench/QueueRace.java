package org.valija.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All queues to one sink, in rounds that take turns, as in {@link Race}. Measured for each alike: until the last mail was
 * durably accepted, and until the sink had the last one, both from the moment the first was handed in.
 */
final class QueueRace implements AutoCloseable {

    private final CountingSink sink;
    private final List<QueuePeer> peers;
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /** Starts those that can take part; the race closes all of them. */
    QueueRace(CountingSink sink, List<QueuePeer> peers) throws InterruptedException {
        this.sink = sink;
        this.peers = peers;
        for (QueuePeer peer : peers) {
            peer.absence().ifPresent(why -> leftOut.put(peer.name(), why));
            if (!leftOut.containsKey(peer.name())) {
                try {
                    peer.start(sink.port());
                } catch (IOException e) {
                    leaveOut(peer, e);
                }
            }
        }
    }

    /**
     * Mails a second.
     *
     * @param busy the part of the time in which the machine's processors worked; NaN where it is not known
     */
    record Rates(double accepted, double arrived, double busy) {}

    /** Lets each take some mails that do not count: programs that run for weeks have long done so. */
    void warmUp(int senders, int mails) throws InterruptedException {
        for (QueuePeer peer : peers) {
            run(peer, senders, mails);
        }
    }

    /** The medians of the rounds by peer; those left out are not among them. */
    Map<String, Rates> compare(int senders, int mails, int rounds) throws InterruptedException {
        Map<String, List<Rates>> measured = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (QueuePeer peer : peers) {
                run(peer, senders, mails)
                        .ifPresent(one -> measured.computeIfAbsent(peer.name(), name -> new ArrayList<>())
                                .add(one));
            }
        }
        measured.keySet().removeAll(leftOut.keySet());
        Map<String, Rates> medians = new LinkedHashMap<>();
        measured.forEach((name, all) -> medians.put(
                name,
                new Rates(
                        Medians.of(all.stream().map(Rates::accepted).toList()),
                        Medians.of(all.stream().map(Rates::arrived).toList()),
                        Medians.of(all.stream().map(Rates::busy).toList()))));
        return medians;
    }

    /** Who did not take part, and why. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    private Optional<Rates> run(QueuePeer peer, int senders, int mails) throws InterruptedException {
        if (leftOut.containsKey(peer.name())) {
            return Optional.empty();
        }
        System.err.printf(Locale.ROOT, "%s, %d senders, %d mails ... ", peer.name(), senders, mails);
        try {
            long before = sink.arrived();
            Processors processors = Processors.watch();
            long begin = System.nanoTime();
            peer.accept(senders, mails);
            double accepted = (System.nanoTime() - begin) / 1e9;
            sink.await(before + mails);
            double arrived = (System.nanoTime() - begin) / 1e9;
            double busy = processors.busy().orElse(Double.NaN);
            peer.settle();
            System.err.printf(
                    Locale.ROOT, "%,.0f accepted a second, %,.0f arrived%n", mails / accepted, mails / arrived);
            return Optional.of(new Rates(mails / accepted, mails / arrived, busy));
        } catch (IOException e) {
            leaveOut(peer, e);
            return Optional.empty();
        }
    }

    /** What it still has must not arrive among the mails of others. */
    private void leaveOut(QueuePeer peer, IOException e) {
        System.err.println("failed: " + e.getMessage());
        leftOut.put(peer.name(), "failed: " + e.getMessage());
        peer.close();
    }

    @Override
    public void close() {
        peers.forEach(QueuePeer::close);
    }
}

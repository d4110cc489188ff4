package org.valija.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.valija.simulator.smtp.SimulatedSmtp;
import org.valija.simulator.smtp.SmtpExtension;

/** A mail server at its worst. */
final class FaultsMischief {

    private static final List<String> BY_CHUNKS = List.of("MAIL", "RCPT", "BDAT", "CONTENT");
    private static final List<String> BY_DATA = List.of("MAIL", "RCPT", "DATA", "CONTENT");
    private static final int TRICKS_A_ROUND = 3;
    private static final int EACH_BY_DATA = 3;
    private static final int EACH_DROPPING = 4;
    private static final int EACH_AWAY = 5;

    private final SimulatedSmtp smtp;
    private final Random random;
    private final Map<String, Long> own = new TreeMap<>();
    private boolean takesData;

    FaultsMischief(SimulatedSmtp smtp, Random random) {
        this.smtp = smtp;
        this.random = random;
        smtp.onRecipient(FaultsMail.FULL_MAILBOX, "552 5.2.2 The mailbox is full");
    }

    /** What it will do next. */
    void scheme(int round) {
        boolean byData = round % EACH_BY_DATA == EACH_BY_DATA - 1;
        if (byData != takesData) {
            restart(byData);
        }
        smtp.stallOn("CONTENT", Duration.ofMillis(200 + random.nextInt(1_500)), 1 + random.nextInt(4));
        for (int i = 0; i < TRICKS_A_ROUND; i++) {
            List<String> commands = byData ? BY_DATA : BY_CHUNKS;
            trick(commands.get(random.nextInt(commands.size())));
        }
    }

    /** As another program that takes mail by DATA alone, or no longer: what it announces holds for a whole connection. */
    private void restart(boolean byData) {
        smtp.stopListening();
        smtp.dropConnections();
        if (byData) {
            smtp.disable(SmtpExtension.CHUNKING);
        } else {
            smtp.enable(SmtpExtension.CHUNKING);
        }
        smtp.listen();
        takesData = byData;
        own.merge("restart", 1L, Long::sum);
    }

    private void trick(String command) {
        int times = 1 + random.nextInt(2);
        switch (random.nextInt(6)) {
            case 0 -> smtp.closeBefore(command, times);
            case 1 -> smtp.closeAfter(command, times);
            case 2 -> lose(command, times);
            case 3 -> smtp.onCommand(command, "421 4.3.2 Closing down", times);
            case 4 -> smtp.onCommand(command, "451 4.3.0 Come back later", times);
            default -> smtp.onCommand("CONTENT", "552 5.2.2 No room for this one", 1);
        }
    }

    /** Who is not told to go ahead with DATA waits for that as long as for a slow server. */
    private void lose(String command, int times) {
        smtp.loseReplyOn(command.equals("DATA") ? "CONTENT" : command, times);
    }

    /** What it does at once. */
    void act(int round) throws InterruptedException {
        if (round % EACH_DROPPING == 1) {
            smtp.dropConnections();
            own.merge("drop-all", 1L, Long::sum);
        }
        if (round % EACH_AWAY == 2) {
            smtp.stopListening();
            smtp.dropConnections();
            Thread.sleep(500 + random.nextInt(2_000));
            smtp.listen();
            own.merge("away", 1L, Long::sum);
        }
    }

    /** It behaves from now on, but for the full mailbox. */
    void tire() {
        smtp.clearFailures();
        smtp.onRecipient(FaultsMail.FULL_MAILBOX, "552 5.2.2 The mailbox is full");
    }

    void emptyMailbox() {
        smtp.clearFailures();
    }

    /** What it has done, by kind. */
    Map<String, Long> done() {
        Map<String, Long> all = new TreeMap<>(smtp.misbehaviours());
        all.putAll(own);
        return all;
    }
}

package org.valija.simulator.smtp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The misbehaviour still to come. Thread-safe. */
final class SmtpScript {

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> recipientReplies = new HashMap<>();
    private final Map<String, Long> done = new TreeMap<>();

    synchronized void add(String command, ScriptedAction action, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1");
        }
        steps.add(new Step(command.toUpperCase(Locale.ROOT), action, times));
    }

    synchronized void replyToRecipient(String address, String reply) {
        recipientReplies.put(address.toLowerCase(Locale.ROOT), reply);
    }

    /** The next action of these kinds for a command, which is then used up once. */
    synchronized Optional<ScriptedAction> take(String command, Predicate<ScriptedAction.Kind> kinds) {
        for (Iterator<Step> iterator = steps.iterator(); iterator.hasNext(); ) {
            Step step = iterator.next();
            if (step.command.equals(command) && kinds.test(step.action.kind())) {
                step.left--;
                if (step.left == 0) {
                    iterator.remove();
                }
                done.merge(step.action + " " + command, 1L, Long::sum);
                return Optional.of(step.action);
            }
        }
        return Optional.empty();
    }

    synchronized Optional<String> recipientReply(String address) {
        return Optional.ofNullable(recipientReplies.get(address.toLowerCase(Locale.ROOT)));
    }

    /** How often each was done, since the start. */
    synchronized Map<String, Long> done() {
        return new TreeMap<>(done);
    }

    synchronized void clear() {
        steps.clear();
        recipientReplies.clear();
    }

    private static final class Step {

        private final String command;
        private final ScriptedAction action;
        private int left;

        private Step(String command, ScriptedAction action, int left) {
            this.command = command;
            this.action = action;
            this.left = left;
        }
    }
}

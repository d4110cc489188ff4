package org.valija.simulator.smtp;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.valija.simulator.smtp.ScriptedAction.Kind;

/** Executes the steps of one session as the script wants them. Not thread-safe. */
final class ScriptRunner {

    private final SmtpConnection connection;
    private final SmtpEnvironment server;

    ScriptRunner(SmtpConnection connection, SmtpEnvironment server) {
        this.connection = connection;
        this.server = server;
    }

    /** Runs a step, or does what is scripted for the command; returns whether the step was run. */
    boolean run(String command, Step step) throws IOException {
        Optional<ScriptedAction> stall = server.script().take(command, kind -> kind == Kind.STALL);
        if (stall.isPresent()) {
            pause(stall.get());
        }
        Optional<ScriptedAction> action = server.script().take(command, kind -> kind != Kind.STALL);
        if (action.isEmpty()) {
            step.run();
            return true;
        }
        switch (action.get().kind()) {
            case STALL -> throw new IllegalStateException("A stall was taken above");
            case REPLY -> replyInstead(command, action.get().reply());
            case CLOSE_BEFORE -> connection.drop();
            case CLOSE_AFTER -> {
                step.run();
                connection.finish();
            }
            case LOSE_REPLY -> {
                connection.mute();
                step.run();
                connection.drop();
            }
        }
        return false;
    }

    private void replyInstead(String command, String reply) throws IOException {
        boolean refusesConnection = command.equals("CONNECT") && !reply.startsWith("220");
        connection.replyVerbatim(reply);
        if (reply.startsWith("421") || reply.startsWith("521") || refusesConnection) {
            connection.finish();
        }
    }

    private void pause(ScriptedAction action) throws IOException {
        try {
            if (server.closing().await(action.delay().toNanos(), TimeUnit.NANOSECONDS)) {
                connection.drop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.drop();
        }
    }

    /** What a command does when nothing else is scripted. */
    @FunctionalInterface
    interface Step {

        void run() throws IOException;
    }
}

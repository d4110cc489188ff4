package org.valija.tests.vault;

import java.time.Duration;
import org.valija.tests.process.JavaProcess;

/** A {@link Node} as the test holds it. */
final class NodeProcess implements AutoCloseable {

    /** Longer than anything a node waits for, another node's lease included. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final JavaProcess process;

    private NodeProcess(JavaProcess process) {
        this.process = process;
    }

    static NodeProcess start(NodeOptions options) {
        return new NodeProcess(JavaProcess.start(Node.class, options.arguments(), PATIENCE));
    }

    NodeProcess ready() {
        expect("ready");
        return this;
    }

    void tell(String command) {
        process.tell(command);
    }

    /** The next line, which begins with that; what follows it. */
    String expect(String beginning) {
        return process.expect(beginning);
    }

    void forward(Duration by) {
        tell("forward " + by.toSeconds());
        expect("forwarded");
    }

    void stopAt(Point point) {
        tell("stop-at " + point);
        expect("will stop");
    }

    String token(long grantId) {
        tell("token " + grantId);
        return expect("token");
    }

    /** How often its listener heard that a grant needs its user. */
    int ends() {
        tell("ends");
        return Integer.parseInt(expect("ends"));
    }

    /** SIGKILL: no handler, no finally, no flush. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        kill();
    }
}

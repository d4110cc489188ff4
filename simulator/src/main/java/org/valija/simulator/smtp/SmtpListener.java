package org.valija.simulator.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Accepts connections on one port. */
final class SmtpListener implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SmtpListener.class.getName());

    private final ServerSocket socket;
    private final CountDownLatch ended = new CountDownLatch(1);

    private SmtpListener(ServerSocket socket) {
        this.socket = socket;
    }

    /** Listens on loopback; port 0 takes a free one. */
    static SmtpListener open(int port, Executor executor, Consumer<Socket> connections) {
        try {
            SmtpListener listener = new SmtpListener(new ServerSocket(port, 256, InetAddress.getLoopbackAddress()));
            executor.execute(() -> listener.acceptAll(connections));
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("SMTP port " + port + " cannot be opened: " + e.getMessage(), e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns when the port is closed: while a thread waits in {@code accept}, the kernel still takes connections. */
    @Override
    public void close() {
        try {
            socket.close();
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll(Consumer<Socket> connections) {
        try {
            while (!socket.isClosed()) {
                connections.accept(socket.accept());
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                LOG.log(Level.ERROR, "No more connections can be accepted", e);
            }
        } finally {
            ended.countDown();
        }
    }
}

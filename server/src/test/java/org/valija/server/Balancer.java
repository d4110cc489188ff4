package org.valija.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands before several nodes and gives each connection to another one, or to the one it is told. Nodes that close the
 * connection after each answer get each request of a browser by turns.
 */
final class Balancer implements AutoCloseable {

    private final ServerSocket socket;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<Integer> ports;

    Balancer(Integer... ports) {
        this.ports = List.of(ports);
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    void to(Integer... targets) {
        ports = List.of(targets);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket browser = socket.accept();
                List<Integer> targets = ports;
                int port = targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
                Socket node = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> copy(browser, node));
                Thread.ofVirtual().start(() -> copy(node, browser));
            } catch (IOException e) {
                // Closed, or a node is away: the browser learns it by its own connection.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The other side is gone; both streams are closed now.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

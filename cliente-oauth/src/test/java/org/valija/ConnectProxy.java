package org.valija;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small HTTP proxy that knows CONNECT alone, and sends every name to the same port of this machine. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Optional<String> credentials;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile String refusal = "";

    private ConnectProxy(Optional<String> credentials) {
        this.credentials = credentials;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executor.execute(this::accept);
    }

    public static ConnectProxy open() {
        return new ConnectProxy(Optional.empty());
    }

    /** @param credentials {@code user:password} that it asks for */
    public static ConnectProxy asking(String credentials) {
        return new ConnectProxy(Optional.of(credentials));
    }

    /** Answers everything with this status line from now on. */
    public void refuseWith(String statusLine) {
        refusal = statusLine;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The destinations that were let through. */
    public List<String> destinations() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executor.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                executor.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            List<String> head = head(client.getInputStream());
            OutputStream out = client.getOutputStream();
            if (!refusal.isEmpty()) {
                say(out, refusal, "");
                return;
            }
            if (!isAdmitted(head)) {
                say(out, "HTTP/1.1 407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
                return;
            }
            String destination = head.get(0).split(" ")[1];
            asked.add(destination);
            int port = Integer.parseInt(destination.substring(destination.lastIndexOf(':') + 1));
            try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
                out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                executor.execute(() -> copy(there, client));
                copy(client, there);
            }
        } catch (IOException e) {
            // One side is gone; so is the tunnel.
        }
    }

    private boolean isAdmitted(List<String> head) {
        return credentials
                .map(pair -> "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .map(wanted -> head.stream().anyMatch(wanted::equalsIgnoreCase))
                .orElse(true);
    }

    private static void say(OutputStream out, String statusLine, String headers) throws IOException {
        out.write((statusLine + "\r\n" + headers + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static List<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("gone");
            }
            head.append((char) octet);
        }
        return head.toString().lines().toList();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; the other ends by itself.
        }
    }
}

package org.valija.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.SocketFactory;
import org.valija.oauth.ProxyServer;
import org.valija.oauth.Secret;

/**
 * Sockets that reach their destination through an HTTP proxy's CONNECT (RFC 9110 §9.3.6); its name is looked up by the
 * proxy. What crosses the tunnel is as it would be without: TLS to the mail server itself. Thread-safe.
 */
public final class ProxiedSockets extends SocketFactory {

    private static final int LONGEST_ANSWER = 8 * 1024;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final ProxyServer proxy;

    public ProxiedSockets(ProxyServer proxy) {
        this.proxy = proxy;
    }

    /** Not connected yet; its {@code connect} asks the proxy. */
    @Override
    public Socket createSocket() {
        return new Tunnel();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(address, port);
    }

    private final class Tunnel extends Socket {

        Tunnel() {
            super(java.net.Proxy.NO_PROXY);
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            InetSocketAddress destination = (InetSocketAddress) endpoint;
            super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeout);
            int patience = getSoTimeout();
            setSoTimeout(timeout);
            ask(destination.getHostString() + ":" + destination.getPort());
            setSoTimeout(patience);
        }

        private void ask(String destination) throws IOException {
            StringBuilder request = new StringBuilder("CONNECT ")
                    .append(destination)
                    .append(" HTTP/1.1\r\nHost: ")
                    .append(destination)
                    .append("\r\n");
            proxy.user()
                    .ifPresent(user -> request.append("Proxy-Authorization: Basic ")
                            .append(credentials(user))
                            .append("\r\n"));
            OutputStream out = getOutputStream();
            out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            String answer = head(getInputStream());
            if (!answer.matches("(?s)HTTP/1\\.[01] 2\\d\\d.*")) {
                close();
                throw new IOException(refusal(answer));
            }
        }

        private String credentials(String user) {
            String password = proxy.password().map(Secret::reveal).orElse("");
            return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        private String refusal(String answer) {
            String line = answer.lines().findFirst().orElse("no answer").strip();
            return line.contains(" " + PROXY_AUTHENTICATION_REQUIRED)
                    ? "the proxy " + proxy + " asks for user and password: " + line
                    : "the proxy " + proxy + " does not pass it on: " + line;
        }

        /** Up to the empty line, and not an octet further: what follows is the mail server's. */
        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0 || head.length() > LONGEST_ANSWER) {
                    throw new IOException("the proxy's answer is not HTTP");
                }
                head.append((char) octet);
            }
            return head.toString();
        }
    }
}

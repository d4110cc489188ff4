package org.valija.bench;

import jakarta.mail.Address;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;

/** Angus Mail, each connection kept; tuned means that its sockets do not wait to fill a packet. */
final class AngusPeer implements Peer {

    private final boolean tuned;

    AngusPeer(boolean tuned) {
        this.tuned = tuned;
    }

    @Override
    public String name() {
        return tuned ? "angus tuned" : "angus";
    }

    @Override
    public void send(int port, int connections, int mails) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(port));
        properties.put("mail.smtp.from", Letter.FROM);
        if (tuned) {
            properties.put("mail.smtp.socketFactory", new NoDelay());
        }
        byte[] octets = Letter.octets();
        Crew.run(connections, mails, left -> {
            Session session = Session.getInstance(properties);
            MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(octets));
            Address[] to = {new InternetAddress(Letter.TO)};
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                while (left.getAndDecrement() > 0) {
                    transport.sendMessage(message, to);
                }
            }
        });
    }

    private static final class NoDelay extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return noDelay(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return noDelay(new Socket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return noDelay(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return noDelay(new Socket(host, port, from, fromPort));
        }

        private static Socket noDelay(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }
    }
}

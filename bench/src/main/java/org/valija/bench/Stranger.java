package org.valija.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at an address of their own who speaks to the console as a browser does, and looks at the clock. */
final class Stranger {

    private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: (VALIJA_SESION=[^;]+)");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final int ADDRESSES_A_BLOCK = 250;

    private final int port;
    private final InetAddress own;

    /** @param number of the address, all of which lead from this machine to this machine */
    Stranger(int port, int number) throws IOException {
        this.port = port;
        this.own = InetAddress.getByAddress(
                new byte[] {127, 77, (byte) (number / ADDRESSES_A_BLOCK), (byte) (1 + number % ADDRESSES_A_BLOCK)});
    }

    /** Asks for a link; gives the milliseconds from the form's last octet to the answer's first. */
    double ask(String userCode) throws IOException {
        return post("/recuperar", "usuario=" + encode(userCode), "/recuperar?pedida");
    }

    /** Tries to enter with a key that is nobody's; gives the same. */
    double enter(String userCode) throws IOException {
        return post("/entrar", "usuario=" + encode(userCode) + "&clave=nobodys-key-of-some-length", "/entrar?error");
    }

    private double post(String path, String fields, String answer) throws IOException {
        String page = exchange("GET " + path + " HTTP/1.1\r\n", "").answer();
        Exchange posted = exchange(
                "POST " + path + " HTTP/1.1\r\nCookie: " + find(COOKIE, page)
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                "_csrf=" + encode(find(TOKEN, page)) + "&" + fields);
        if (!posted.answer().contains(answer)) {
            throw new IOException(
                    "not taken: " + posted.answer().lines().findFirst().orElse(""));
        }
        return posted.nanos() / 1e6;
    }

    private record Exchange(String answer, long nanos) {}

    private Exchange exchange(String head, String body) throws IOException {
        byte[] request = (head + "Host: 127.0.0.1:" + port + "\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(own, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(request);
            long begin = System.nanoTime();
            int first = in.read();
            long nanos = System.nanoTime() - begin;
            return new Exchange((char) first + new String(in.readAllBytes(), StandardCharsets.UTF_8), nanos);
        }
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(
                    "no " + pattern + " in " + text.lines().findFirst().orElse(""));
        }
        return matcher.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

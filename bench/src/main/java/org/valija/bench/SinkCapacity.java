package org.valija.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many mails a sink that speaks BDAT can take: ready-made flights of fifty, written without waiting for replies. */
final class SinkCapacity {

    private static final int MAILS_A_FLIGHT = 50;
    private static final int CONNECTIONS = 4;
    private static final int REPLIES_A_MAIL = 3;
    private static final String GREETING = "EHLO bench\r\n";
    private static final int GREETING_REPLIES = 6;

    private SinkCapacity() {}

    static double mailsPerSecond(int port, int flights) throws IOException, InterruptedException {
        byte[] flight = flight();
        int each = flights / CONNECTIONS;
        long begin = System.nanoTime();
        Crew.run(CONNECTIONS, CONNECTIONS, left -> blast(port, flight, each));
        long mails = (long) each * CONNECTIONS * MAILS_A_FLIGHT;
        return mails / ((System.nanoTime() - begin) / 1e9);
    }

    private static void blast(int port, byte[] flight, int flights) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            OutputStream out = socket.getOutputStream();
            Callable<Boolean> writing = () -> {
                out.write(GREETING.getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < flights; i++) {
                    out.write(flight);
                }
                return true;
            };
            Future<Boolean> written = writer.submit(writing);
            readLines(socket.getInputStream(), GREETING_REPLIES + flights * MAILS_A_FLIGHT * REPLIES_A_MAIL);
            written.get();
        }
    }

    private static void readLines(InputStream in, int lines) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int left = lines;
        while (left > 0) {
            int length = in.read(buffer);
            if (length < 0) {
                throw new EOFException("the sink left with " + left + " replies to go");
            }
            for (int i = 0; i < length; i++) {
                left -= buffer[i] == '\n' ? 1 : 0;
            }
        }
    }

    private static byte[] flight() {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        byte[] content = Letter.octets();
        String commands = "MAIL FROM:<" + Letter.FROM + ">\r\nRCPT TO:<" + Letter.TO + ">\r\nBDAT " + content.length
                + " LAST\r\n";
        for (int i = 0; i < MAILS_A_FLIGHT; i++) {
            flight.writeBytes(commands.getBytes(StandardCharsets.US_ASCII));
            flight.writeBytes(content);
        }
        return flight.toByteArray();
    }
}

package org.valija.tests.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.valija.ClienteOauth;
import org.valija.mail.ConnectionLimits;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Provider;
import org.valija.outbox.Dispatcher;
import org.valija.tests.process.Connections;

/**
 * A node of its own process that accepts large mails ({@code accept FROM UNTIL}), many at a time, and delivers what waits
 * ({@code deliver}), as a program does that embeds the library.
 */
final class SmallHeapNode {

    /** So many mails, held whole, would be more than the heap. */
    private static final int ACCEPTED_AT_A_TIME = 16;

    private static final ConnectionLimits LIMITS = new ConnectionLimits(2, 100, Duration.ofSeconds(30));

    private SmallHeapNode() {}

    static List<String> arguments(String databaseUrl, Path keyFile, URI provider, int sinkPort, List<Long> grants) {
        return Stream.concat(
                        Stream.of(databaseUrl, keyFile.toString(), provider.toString(), String.valueOf(sinkPort)),
                        grants.stream().map(String::valueOf))
                .toList();
    }

    /** The library on a database, whose Gmail is the simulator's but for the mail server. */
    static ClienteOauth open(DataSource dataSource, Path keyFile, URI provider, int sinkPort) {
        return ClienteOauth.configure(dataSource, keyFile)
                .provider(
                        Provider.gmail().toBuilder()
                                .issuer(provider.toString())
                                .authorizationEndpoint(provider.resolve("/o/oauth2/v2/auth"))
                                .tokenEndpoint(provider.resolve("/token"))
                                .revocationEndpoint(provider.resolve("/revoke"))
                                .userInfoEndpoint(provider.resolve("/v1/userinfo"))
                                .build(),
                        SubmissionServer.loopback("127.0.0.1", sinkPort).limited(LIMITS))
                .open();
    }

    static String sender(int account) {
        return "cuenta" + account + "@bajio.example";
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        // What a library prints must not be taken for an answer.
        PrintStream out = System.out;
        System.setOut(System.err);
        ClienteOauth cliente = open(
                Connections.pooled(Connections.open(arguments[0])),
                Path.of(arguments[1]),
                URI.create(arguments[2]),
                Integer.parseInt(arguments[3]));
        List<Long> grants = List.of(arguments).subList(4, arguments.length).stream()
                .map(Long::valueOf)
                .toList();
        out.println("ready " + Runtime.getRuntime().maxMemory());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "accept" -> {
                    accept(cliente, grants, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                    out.println("accepted");
                }
                case "deliver" -> {
                    cliente.deliver(
                            Dispatcher.Setup.of("node").on(Thread.ofVirtual().factory()));
                    out.println("delivering");
                }
                default -> {
                    cliente.close();
                    out.println("closed");
                }
            }
        }
        System.exit(0);
    }

    private static void accept(ClienteOauth cliente, List<Long> grants, int from, int until)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(ACCEPTED_AT_A_TIME)) {
            List<Future<?>> accepted = new ArrayList<>();
            for (int number = from; number < until; number++) {
                LargeMail mail = new LargeMail(number);
                int account = number % grants.size();
                accepted.add(threads.submit(
                        () -> cliente.outbox().enqueue(mail.of(grants.get(account), sender(account)), mail)));
            }
            for (Future<?> one : accepted) {
                one.get();
            }
        }
    }
}

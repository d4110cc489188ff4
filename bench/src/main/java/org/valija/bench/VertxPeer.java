package org.valija.bench;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The Vert.x mail client with its pool and PIPELINING, as many mails on their way as it has connections. */
final class VertxPeer implements Peer {

    private static final int LONGEST_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();

    @Override
    public String name() {
        return "vert.x";
    }

    @Override
    public void send(int port, int connections, int mails) throws IOException, InterruptedException {
        MailConfig config = new MailConfig("127.0.0.1", port)
                .setStarttls(StartTLSOptions.DISABLED)
                .setMaxPoolSize(connections)
                .setKeepAlive(true)
                .setPipelining(true);
        MailClient client = MailClient.create(vertx, config);
        try {
            Crew.run(connections, mails, left -> {
                while (left.getAndDecrement() > 0) {
                    client.sendMail(new MailMessage(Letter.FROM, Letter.TO, Letter.SUBJECT, Letter.TEXT))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(LONGEST_SECONDS, TimeUnit.SECONDS);
                }
            });
        } finally {
            close(client);
        }
    }

    private static void close(MailClient client) throws IOException, InterruptedException {
        try {
            client.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

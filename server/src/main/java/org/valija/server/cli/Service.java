package org.valija.server.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.valija.server.ServerApplication;
import org.valija.server.users.FirstStart;

/** The service while it runs in this process. */
public final class Service implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Service(ConfigurableApplicationContext context) {
        this.context = context;
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                ended.countDown();
            }
        });
    }

    /**
     * Starts the service.
     *
     * @param properties stronger than every file and environment variable
     */
    public static Service start(Map<String, Object> properties) {
        String[] arguments = properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        SpringApplication application = new SpringApplicationBuilder(ServerApplication.class)
                .registerShutdownHook(true)
                .build();
        application.addInitializers(started -> refusePlainHttp(started.getEnvironment()));
        return new Service(application.run(arguments));
    }

    /** Where the console is, for a browser on this machine. */
    public String address() {
        String host = context.getEnvironment().getProperty("server.address", "127.0.0.1");
        String shown = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return "http://" + shown + ":" + port();
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Who was made at this start, if it was the first. */
    public FirstStart firstStart() {
        return context.getBean(FirstStart.class);
    }

    /** Waits until the service ends. */
    public void await() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        context.close();
    }

    /** design.md, Security: beyond this machine only with TLS, or when told so in words. */
    private static void refusePlainHttp(ConfigurableEnvironment environment) {
        String host = environment.getProperty("server.address", "127.0.0.1");
        boolean allowed = environment.getProperty("valija.allow-plain-http", Boolean.class, false);
        boolean encrypted = environment.containsProperty("server.ssl.bundle")
                || environment.containsProperty("server.ssl.key-store")
                || environment.containsProperty("server.ssl.certificate");
        if (!isLoopback(host) && !encrypted && !allowed) {
            throw new IllegalArgumentException("The console does not listen on " + host
                    + " without TLS: keys and documents would cross the network in clear. Give it a certificate"
                    + " (server.ssl.certificate and server.ssl.certificate-private-key), or, on a network you trust,"
                    + " set valija.allow-plain-http: true");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("There is no such address on this machine: " + host, e);
        }
    }
}

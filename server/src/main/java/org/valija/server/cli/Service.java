package org.valija.server.cli;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.valija.server.ServerApplication;
import org.valija.server.tls.ConsoleCertificate;
import org.valija.server.tls.PlainHttp;
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
        application.addInitializers(started -> PlainHttp.refuse(started.getEnvironment()));
        return new Service(application.run(arguments));
    }

    /** Where the console is, for a browser on this machine. */
    public String address() {
        String host = context.getEnvironment().getProperty("server.address", "127.0.0.1");
        String shown = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return (certificate().isOn() ? "https://" : "http://") + shown + ":" + port();
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The certificate that the console shows, if it speaks TLS. */
    public ConsoleCertificate certificate() {
        return context.getBean(ConsoleCertificate.class);
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
}

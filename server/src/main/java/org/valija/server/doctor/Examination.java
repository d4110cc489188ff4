package org.valija.server.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.server.QuietStart;
import org.valija.server.database.ExistingInstallation;
import org.valija.server.users.Users;

/** An installation opened for the doctor, beside a service that may be running on it. */
public final class Examination implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Examination(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Opens the installation.
     *
     * @param properties stronger than every file and environment variable
     * @param more configurations that go over the ordinary one
     * @throws org.valija.server.database.NoInstallationException when there is nothing to examine
     */
    public static Examination open(Map<String, Object> properties, Class<?>... more) {
        String[] arguments = properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new Examination(QuietStart.run(
                new SpringApplicationBuilder(DoctorApplication.class)
                        .sources(more)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.allow-bean-definition-overriding=true")
                        .initializers(new ExistingInstallation()),
                arguments));
    }

    /** The code of that user as it is stored; empty when there is none. */
    public Optional<String> user(String code) {
        return context.getBean(Users.class).find(code).map(user -> user.code());
    }

    public Doctor doctor() {
        return context.getBean(Doctor.class);
    }

    @Override
    public void close() {
        context.close();
    }

    /** The findings of several accounts, as exit status and report look at them. */
    public static boolean allWell(List<Finding> findings) {
        return findings.stream().noneMatch(Finding::isProblem);
    }
}

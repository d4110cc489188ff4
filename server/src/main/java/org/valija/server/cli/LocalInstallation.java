package org.valija.server.cli;

import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.api.ApiCore;
import org.valija.server.api.ApiTokens;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditCore;
import org.valija.server.audit.AuditEvent;
import org.valija.server.database.DatabaseFeature;
import org.valija.server.database.ServerSchema;
import org.valija.server.recovery.NewKey;
import org.valija.server.recovery.RecoveryCore;
import org.valija.server.secondfactor.SecondFactorCore;
import org.valija.server.secondfactor.SecondFactorRemoval;
import org.valija.server.secrets.SealedColumns;
import org.valija.server.users.KeyReset;
import org.valija.server.users.Users;
import org.valija.server.users.UsersCore;
import org.valija.sql.Database;

/**
 * An installation's configuration and database, without the service: commands work on them beside one that runs. The
 * database is opened when it is first asked for.
 */
final class LocalInstallation implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private LocalInstallation(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ConfigurationPropertiesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class
    })
    @EnableConfigurationProperties(ValijaProperties.class)
    @Import({
        DatabaseFeature.class,
        AuditCore.class,
        UsersCore.class,
        ApiCore.class,
        RecoveryCore.class,
        SecondFactorCore.class
    })
    static class Application {

        @Bean
        static AuditActor actor() {
            return AuditActor.command();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    /** @param properties stronger than every file and environment variable */
    static LocalInstallation open(Map<String, Object> properties) {
        String[] arguments = properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new LocalInstallation(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(arguments));
    }

    ValijaProperties properties() {
        return context.getBean(ValijaProperties.class);
    }

    /** Whether there is a database to work on; opening one that is not there would make it. */
    boolean exists() {
        ValijaProperties properties = properties();
        return properties.database().url().isPresent() || Files.exists(properties.sqliteFile());
    }

    /** The database as it is. */
    DataSource database() {
        return context.getBean(DataSource.class);
    }

    /** The vault's keys over the database, its tables brought up to date. */
    VaultAdministration vault() {
        context.getBean(Database.class);
        return new VaultAdministration(
                        database(),
                        properties().keyFile(),
                        Optional.of(properties().data()),
                        Clock.systemUTC())
                .covering(SealedColumns.ALL);
    }

    /** The tokens of programs, the tables brought up to date. */
    ApiTokens tokens() {
        return context.getBean(ApiTokens.class);
    }

    /** Notes what a command does. */
    Audit audit() {
        return context.getBean(Audit.class);
    }

    /** The same, where the database has this version's tables: one that is only copied is not brought up to date. */
    void noteIfCurrent(AuditEvent event) {
        if (ServerSchema.isCurrent(database())) {
            audit().note(event);
        }
    }

    Users users() {
        return context.getBean(Users.class);
    }

    /** What is known of the users' keys. */
    KeyReset keys() {
        return context.getBean(KeyReset.class);
    }

    /** Setting a key, over the database, its tables brought up to date. */
    NewKey newKey() {
        return context.getBean(NewKey.class);
    }

    /** Taking a second factor away, the tables brought up to date. */
    SecondFactorRemoval secondFactors() {
        return context.getBean(SecondFactorRemoval.class);
    }

    @Override
    public void close() {
        context.close();
    }
}

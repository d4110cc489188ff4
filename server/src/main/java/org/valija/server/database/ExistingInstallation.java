package org.valija.server.database;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.server.ValijaProperties;

/** For those who work on an installation beside its service: one that is not there would be made by opening it. */
public final class ExistingInstallation implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** @throws NoInstallationException when there is nothing to open */
    @Override
    public void initialize(ConfigurableApplicationContext opened) {
        ValijaProperties properties = Binder.get(opened.getEnvironment())
                .bind("valija", ValijaProperties.class)
                .get();
        if (properties.database().url().isEmpty()
                && !properties.sqliteFile().toFile().isFile()) {
            throw new NoInstallationException(properties.data());
        }
    }
}

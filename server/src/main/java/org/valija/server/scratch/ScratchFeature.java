package org.valija.server.scratch;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts: the files of forms are kept there too while they come in. */
@Configuration(proxyBeanMethods = false)
@Import(ScratchConfiguration.class)
public class ScratchFeature {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> formsKeptIn(ScratchFolder scratch) {
        return factory -> factory.setBaseDirectory(scratch.path().toFile());
    }
}

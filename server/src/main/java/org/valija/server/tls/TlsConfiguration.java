package org.valija.server.tls;

import java.time.Clock;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.ValijaProperties;

/** Gives the web server its certificate, its second port and its proxies. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TlsProperties.class, ProxyProperties.class})
class TlsConfiguration {

    @Bean(destroyMethod = "close")
    ConsoleCertificate consoleCertificate(ValijaProperties properties, TlsProperties tls, Clock clock) {
        CertificateFiles files = new CertificateFiles(tls, new GeneratedCertificate(properties, tls, clock));
        return new ConsoleCertificate(tls, files, clock);
    }

    @Bean
    SslBundleRegistrar consoleBundle(ConsoleCertificate certificate) {
        return certificate::register;
    }

    @Bean
    HostNames hostNames(ValijaProperties properties, ServerProperties server, ConsoleCertificate certificate) {
        return new HostNames(properties, server, certificate);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> consoleServer(
            TlsProperties tls, ProxyProperties proxies, HostNames names) {
        return factory -> {
            if (tls.isOn()) {
                factory.setSsl(Ssl.forBundle(ConsoleCertificate.BUNDLE));
                tls.redirectPort().ifPresent(port -> {
                    Connector plain = new Connector();
                    plain.setPort(port);
                    if (factory.getAddress() != null) {
                        plain.setProperty("address", factory.getAddress().getHostAddress());
                    }
                    factory.addAdditionalConnectors(plain);
                    factory.addEngineValves(new HttpsRedirect(plain, names));
                });
            }
            if (!proxies.trustedProxies().isEmpty()) {
                factory.addEngineValves(new ForwardedValve(proxies));
            }
        };
    }
}

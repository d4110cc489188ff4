package org.valija.server.tls;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({CertificateAttention.class, CertificateController.class, TlsConfiguration.class})
public class TlsFeature {}

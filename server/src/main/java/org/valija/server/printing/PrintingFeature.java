package org.valija.server.printing;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({BankDocumentPrinter.class, PdfPress.class, RetencionPrinter.class, TablePrinter.class})
public class PrintingFeature {}

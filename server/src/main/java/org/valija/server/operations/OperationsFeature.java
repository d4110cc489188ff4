package org.valija.server.operations;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({AuditController.class, AuditExport.class, AuditReview.class, AuditWords.class})
public class OperationsFeature {}

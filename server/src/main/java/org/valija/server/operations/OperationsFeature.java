package org.valija.server.operations;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperationsProperties.class)
@Import({
    AuditController.class,
    AuditExport.class,
    AuditReview.class,
    AuditWords.class,
    Counts.class,
    DatabaseChecks.class,
    FiguresSource.class,
    Health.class,
    HealthController.class,
    MachineChecks.class,
    Meters.class,
    MetricsController.class,
    OperationsConfiguration.class,
    OperationsGate.class,
    OperationsSecurity.class,
    RequestMarks.class,
    StateController.class,
    StateOverview.class,
    UserMark.class
})
public class OperationsFeature {}

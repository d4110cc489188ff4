package org.valija.server.operations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The part of {@code valija.yaml} that speaks of health and metrics.
 *
 * @param loopback whether programs of this machine see both without a token
 * @param diskLow free space of the data folder under which the installation is no longer well
 * @param late how long a mail of the lanes {@code recovery} and {@code interactive} may wait that could leave
 * @param bulkLate the same for lane {@code bulk}
 */
@ConfigurationProperties("valija.operations")
record OperationsProperties(
        @DefaultValue("true") boolean loopback,
        @DefaultValue("1GB") DataSize diskLow,
        @DefaultValue("5m") Duration late,
        @DefaultValue("1h") Duration bulkLate) {}

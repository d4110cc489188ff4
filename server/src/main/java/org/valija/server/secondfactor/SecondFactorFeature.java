package org.valija.server.secondfactor;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    CodeCheck.class,
    CodeThrottle.class,
    RecoveryCodeTable.class,
    RecoveryCodes.class,
    RemovalController.class,
    SecondFactorController.class,
    SecondFactorCore.class,
    SecondFactorSection.class,
    SecondFactors.class,
    StepController.class
})
public class SecondFactorFeature {}

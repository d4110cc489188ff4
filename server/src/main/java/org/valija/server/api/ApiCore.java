package org.valija.server.api;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.valija.server.scratch.ScratchConfiguration;

/** What works without pages and HTTP: the tokens of programs, and handing in mail. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
@Import({
    ApiRequestTable.class,
    ApiTokenTable.class,
    ApiTokens.class,
    Composition.class,
    CurrentCaller.class,
    DirectIntake.class,
    Intake.class,
    ProblemWords.class,
    ScratchConfiguration.class,
    SharedFolders.class,
    TokenCheck.class
})
public class ApiCore {}

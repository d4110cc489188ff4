package org.valija.server.secondfactor;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What works without pages: taking a second factor away. */
@Configuration(proxyBeanMethods = false)
@Import({SecondFactorRemoval.class, SecondFactorTable.class})
public class SecondFactorCore {}

package org.valija.server.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What works without pages: the tokens of programs. Needs a {@code Database} and a {@code Clock}. */
@Configuration(proxyBeanMethods = false)
@Import({ApiTokenTable.class, ApiTokens.class})
public class ApiCore {}

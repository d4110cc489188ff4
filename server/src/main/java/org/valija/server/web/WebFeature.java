package org.valija.server.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    BareErrors.class,
    ErrorAdvice.class,
    ErrorPageController.class,
    HomeController.class,
    Moments.class,
    PageAdvice.class,
    WebConfiguration.class
})
public class WebFeature {}

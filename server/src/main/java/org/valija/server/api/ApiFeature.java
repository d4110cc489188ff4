package org.valija.server.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    ApiAccountController.class,
    ApiAuthorizationController.class,
    ApiCore.class,
    ApiDocumentController.class,
    ApiDocumentsController.class,
    ApiExceptionResolver.class,
    ApiJson.class,
    ApiMessageController.class,
    ApiOutboxController.class,
    ApiSecurity.class,
    ApiThrottle.class,
    DocumentHandIn.class,
    Messages.class,
    Problems.class,
    ProgramAccess.class,
    TokenController.class
})
public class ApiFeature {}

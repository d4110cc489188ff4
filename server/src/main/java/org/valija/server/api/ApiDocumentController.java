package org.valija.server.api;

import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The document that describes {@code /api/v1}, open to everybody. */
@RestController
class ApiDocumentController {

    static final Resource DOCUMENT =
            new ClassPathResource("api/openapi.yaml", ApiDocumentController.class.getClassLoader());

    /** RFC 9512. */
    private static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

    @GetMapping(ApiSecurity.DOCUMENT)
    ResponseEntity<Resource> document() {
        return ResponseEntity.ok().contentType(YAML).body(DOCUMENT);
    }
}

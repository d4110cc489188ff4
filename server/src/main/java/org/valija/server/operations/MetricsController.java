package org.valija.server.operations;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Metrics in the text that Prometheus reads, for whom {@link OperationsGate} lets look. */
@RestController
class MetricsController {

    static final String PATH = "/metrics";

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Meters meters;
    private final OperationsGate gate;

    MetricsController(Meters meters, OperationsGate gate) {
        this.meters = meters;
        this.gate = gate;
    }

    @GetMapping(PATH)
    ResponseEntity<String> metrics(HttpServletRequest request) {
        if (!gate.mayLook(request)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"valija\"")
                    .build();
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, TEXT)
                .cacheControl(CacheControl.noStore())
                .body(meters.scrape());
    }
}

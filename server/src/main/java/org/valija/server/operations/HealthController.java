package org.valija.server.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How the installation is doing, for programs that watch over it: whether the process lives, whether it should be sent requests,
 * and, for whom {@link OperationsGate} lets look, what exactly.
 */
@RestController
class HealthController {

    static final String ROOT = "/health";

    private final Health health;
    private final OperationsGate gate;

    HealthController(Health health, OperationsGate gate) {
        this.health = health;
        this.gate = gate;
    }

    /** The process answers: there is no reason to start it anew. Nothing else is looked at. */
    @GetMapping(ROOT + "/live")
    ResponseEntity<Map<String, Object>> live() {
        return answer(HttpStatus.OK, Map.of("status", Level.UP));
    }

    /** 503 while nothing can be relied on here. Who may not look is told no more than that. */
    @GetMapping(ROOT + "/ready")
    ResponseEntity<Map<String, Object>> ready() {
        HealthReport report = health.now();
        return answer(status(report), Map.of("status", report.level()));
    }

    @GetMapping(ROOT)
    ResponseEntity<Map<String, Object>> whole(HttpServletRequest request) {
        if (!gate.mayLook(request)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"valija\"")
                    .build();
        }
        HealthReport report = health.now();
        return answer(status(report), report.data());
    }

    private static HttpStatus status(HealthReport report) {
        return report.level() == Level.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
    }

    private static ResponseEntity<Map<String, Object>> answer(HttpStatus status, Map<String, Object> body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }
}

package org.valija.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.valija.simulator.Simulator;

/** The settings of a service whose Gmail is the simulator's, by SMTP, at a port of its own choice. */
public final class SimulatedSettings {

    private SimulatedSettings() {}

    /** To be added to. */
    public static Map<String, Object> of(Simulator simulator, Path data) {
        URI google = simulator.httpUri();
        Map<String, Object> settings = new HashMap<>();
        settings.put("valija.data", data);
        settings.put("valija.demo", true);
        settings.put("server.port", 0);
        settings.put("valija.trusted-certificates[0]", simulator.caCertificateFile());
        settings.put("valija.providers[0].id", 1);
        settings.put("valija.providers[0].issuer", google);
        settings.put("valija.providers[0].authorization-endpoint", google.resolve("/o/oauth2/v2/auth"));
        settings.put("valija.providers[0].token-endpoint", google.resolve("/token"));
        settings.put("valija.providers[0].revocation-endpoint", google.resolve("/revoke"));
        settings.put("valija.providers[0].user-info-endpoint", google.resolve("/v1/userinfo"));
        settings.put("valija.providers[0].smtp.host", "localhost");
        settings.put("valija.providers[0].smtp.port", simulator.smtpsPort());
        settings.put("valija.providers[0].smtp.tls", "implicit");
        return settings;
    }
}

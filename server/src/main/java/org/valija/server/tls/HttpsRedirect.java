package org.valija.server.tls;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * What comes in at the second port gets the way to https, if it only reads, and under a name of this console alone. What would
 * move something has already crossed the network in clear: it is refused, so that who sent it notices.
 */
final class HttpsRedirect extends ValveBase {

    private static final int MISDIRECTED_REQUEST = 421;
    private static final int PERMANENT_REDIRECT = 308;
    private static final int HTTPS = 443;

    private final Connector plain;
    private final HostNames names;

    HttpsRedirect(Connector plain, HostNames names) {
        super(true);
        this.plain = plain;
        this.names = names;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getConnector() != plain) {
            getNext().invoke(request, response);
        } else if (!names.include(request.getServerName())) {
            response.sendError(MISDIRECTED_REQUEST);
        } else if (!Set.of("GET", "HEAD").contains(request.getMethod())
                || request.getRequestURI().startsWith("/api/")) {
            response.sendError(Response.SC_FORBIDDEN);
        } else {
            response.setStatus(PERMANENT_REDIRECT);
            response.setHeader("Location", place(request));
        }
    }

    private String place(Request request) {
        int port = java.util.Arrays.stream(plain.getService().findConnectors())
                .filter(connector -> connector != plain)
                .mapToInt(Connector::getLocalPort)
                .findFirst()
                .orElse(HTTPS);
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        return "https://" + request.getServerName() + (port == HTTPS ? "" : ":" + port) + request.getRequestURI()
                + query;
    }
}

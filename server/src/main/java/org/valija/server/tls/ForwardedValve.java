package org.valija.server.tls;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.valija.server.tls.ProxyProperties.ForwardedHeader;

/**
 * A request that a trusted proxy hands on is its client's: its address for throttles and the record, its scheme for cookies and
 * redirects, its name of this server for the check of names. What others say of themselves is not looked at.
 */
final class ForwardedValve extends ValveBase {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final ProxyProperties proxies;

    ForwardedValve(ProxyProperties proxies) {
        super(true);
        this.proxies = proxies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (proxies.trusts(request.getPeerAddr())) {
            apply(told(request), request);
        }
        getNext().invoke(request, response);
    }

    private Forwarded told(Request request) {
        Function<String, List<String>> headers = name -> Collections.list(request.getHeaders(name));
        return proxies.forwardedHeader() == ForwardedHeader.FORWARDED
                ? Forwarded.ofStandard(headers, proxies::trusts)
                : Forwarded.ofX(headers, proxies::trusts);
    }

    /** The request is made anew for each that comes by the same connection. */
    private static void apply(Forwarded told, Request request) {
        told.client().ifPresent(client -> {
            request.setRemoteAddr(client);
            request.setRemoteHost(client);
        });
        told.scheme().ifPresent(scheme -> {
            boolean secure = scheme.equals("https");
            request.setSecure(secure);
            request.getCoyoteRequest().scheme().setString(scheme);
            request.setServerPort(secure ? HTTPS : HTTP);
        });
        told.host().ifPresent(host -> {
            int colon = host.lastIndexOf(':');
            boolean port = colon > host.lastIndexOf(']');
            request.getCoyoteRequest().serverName().setString(port ? host.substring(0, colon) : host);
            if (port) {
                request.setServerPort(Integer.parseInt(host.substring(colon + 1)));
            }
        });
    }
}

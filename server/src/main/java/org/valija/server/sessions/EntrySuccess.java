package org.valija.server.sessions;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.valija.server.users.KnownDevices;

/** What every entry ends with: the session knows where it was begun, the browser is known, and the page that was wanted comes. */
@Component
public class EntrySuccess extends SavedRequestAwareAuthenticationSuccessHandler {

    private final KnownDevices devices;

    EntrySuccess(KnownDevices devices) {
        this.devices = devices;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication entered)
            throws ServletException, IOException {
        String agent =
                Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
        request.getSession()
                .setAttribute(SessionPlace.ATTRIBUTE, new SessionPlace(DeviceName.of(agent), request.getRemoteAddr()));
        devices.remember(request, response, entered.getName());
        super.onAuthenticationSuccess(request, response, entered);
    }
}

package org.valija.server.alerts;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.stereotype.Component;
import org.valija.server.accounts.ConsoleAddress;

/**
 * Where links in alerts lead: the console's public name; without one, the address of this machine at which an administrator
 * last opened the page of the alerts. Nobody makes a request when an alert is given. Thread-safe.
 */
@Component
class AlertConsole {

    private final ConsoleAddress address;
    private final AlertConsoleTable table;

    AlertConsole(ConsoleAddress address, AlertConsoleTable table) {
        this.address = address;
        this.table = table;
    }

    /** Ends with a slash. */
    URI base() {
        return address.publicUrl()
                .or(table::find)
                .orElseGet(() -> URI.create("http://127.0.0.1:" + address.port() + "/"));
    }

    /** Whether it is the configured name. */
    boolean isNamed() {
        return address.publicUrl().isPresent();
    }

    /** An administrator's browser is here. */
    void seen(HttpServletRequest request) {
        URI here = address.toSend(request);
        if (!base().equals(here)) {
            table.put(here);
        }
    }
}

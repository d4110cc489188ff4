package org.valija.server.accounts;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.valija.oauth.OAuthClient;

/** The return addresses that a client of type Web must have registered. */
@Component
public class ReturnAddresses {

    private final ConsoleAddress address;

    ReturnAddresses(ConsoleAddress address) {
        this.address = address;
    }

    /** Where the browser comes back to with a client of that type, asked for from this machine. */
    public URI of(OAuthClient.Type type) {
        List<URI> addresses = toRegister();
        return type == OAuthClient.Type.WEB ? addresses.getFirst() : addresses.getLast();
    }

    /** In the order of their use. */
    public List<URI> toRegister() {
        List<URI> addresses = new ArrayList<>();
        address.publicUrl().ifPresent(uri -> addresses.add(uri.resolve(ReturnAddress.PATH)));
        addresses.add(URI.create("http://127.0.0.1:" + address.port() + ReturnAddress.PATH));
        return addresses;
    }
}

package org.valija.simulator.google;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The clients and the accounts. Thread-safe. */
final class Directory {

    private final Map<String, SimulatedClient> clients = new LinkedHashMap<>();
    private final Map<String, SimulatedAccount> accounts = new LinkedHashMap<>();

    synchronized void put(SimulatedClient client) {
        clients.put(client.id(), client);
    }

    synchronized SimulatedAccount put(String address, String name) {
        SimulatedAccount account = new SimulatedAccount(address.strip().toLowerCase(Locale.ROOT), name);
        accounts.put(account.address(), account);
        return account;
    }

    synchronized Optional<SimulatedClient> client(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    synchronized Optional<SimulatedAccount> account(String address) {
        return Optional.ofNullable(accounts.get(address.strip().toLowerCase(Locale.ROOT)));
    }

    synchronized List<SimulatedClient> clients() {
        return List.copyOf(clients.values());
    }

    synchronized List<SimulatedAccount> accounts() {
        return List.copyOf(accounts.values());
    }
}

package org.valija.oauth;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The providers an installation knows, by {@code IdProveedor}. Immutable and thread-safe. */
public final class Providers {

    private final Map<Integer, Provider> byId;

    private Providers(Map<Integer, Provider> byId) {
        this.byId = byId;
    }

    /** Gmail and Microsoft, as they are in the world. */
    public static Providers standard() {
        return new Providers(new LinkedHashMap<>()).with(Provider.gmail()).with(Provider.microsoft());
    }

    /** These and one more; one with the same id takes the place of the old. */
    public Providers with(Provider provider) {
        Map<Integer, Provider> more = new LinkedHashMap<>(byId);
        more.put(provider.id(), provider);
        return new Providers(more);
    }

    public Optional<Provider> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The provider with that id.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Provider get(int id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException(
                "There is no provider " + id + " in the configuration; known: " + byId.keySet()));
    }

    public Collection<Provider> all() {
        return byId.values();
    }
}

package org.valija.server;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The tests of a class run on a machine that speaks Mexico's Spanish; afterwards it speaks as before. */
public final class InSpanish implements BeforeAllCallback, AfterAllCallback {

    private static final String BEFORE = "before";

    @Override
    public void beforeAll(ExtensionContext context) {
        store(context).put(BEFORE, Locale.getDefault());
        Locale.setDefault(Locale.of("es", "MX"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Locale.setDefault(store(context).get(BEFORE, Locale.class));
    }

    /** The context's own: that of a class with parameters encloses those of its invocations. */
    private static Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(InSpanish.class, context.getUniqueId()));
    }
}

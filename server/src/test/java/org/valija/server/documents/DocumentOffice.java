package org.valija.server.documents;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.mail.ContentSource;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.catalogues.Companies;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.retenciones.SampleRetenciones;
import org.valija.server.users.FirstStart;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** A service with one company, that of the samples, and SUPERVISOR at the browser. */
final class DocumentOffice implements AutoCloseable {

    static final String COMPANY = "Emisora de Prueba, S.A. de C.V.";

    final FormBrowser browser = new FormBrowser();
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final ConfigurableApplicationContext context;

    DocumentOffice(Path folder, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(SimulatedSettings.of(simulator, folder));
        properties.putAll(more);
        context = new SpringApplicationBuilder(ServerApplication.class)
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        String key = context.getBean(FirstStart.class).supervisorKey().orElseThrow();
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", key));
    }

    void registerCompany() {
        Page saved = browser.submit(browser.get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", COMPANY)
                .type("rfc", SampleRetenciones.RFC_EMISOR)
                .type("postalCode", "06000")
                .type("regime", "601"));
        if (saved.status() != 200 || company() == 0) {
            throw new IllegalStateException(saved.document().text());
        }
    }

    long company() {
        return bean(Companies.class)
                .byRfc(SampleRetenciones.RFC_EMISOR)
                .map(company -> company.id())
                .orElse(0L);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Page page(String path) {
        return browser.get(at(path));
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"))
                .resolve(path);
    }

    /** At the page that brings files in. */
    Page upload(Kind kind, Map<String, byte[]> files) {
        FilledForm form = page("/documentos/subir?tipo=" + kind).form("#subida");
        files.forEach((name, content) -> form.attach("files", name, "application/octet-stream", content));
        return browser.submit(form);
    }

    List<Document> all() {
        return bean(Documents.class)
                .search(DocumentFilter.of(company()), Optional.empty(), 500)
                .documents();
    }

    byte[] read(ContentSource content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        context.close();
        simulator.close();
    }
}

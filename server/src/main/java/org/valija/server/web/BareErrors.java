package org.valija.server.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Words for what the server turns away before any page of ours is asked, such as an address that is none. */
@Component
class BareErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final Locale SPANISH = Locale.of("es");

    private final MessageSource messages;

    BareErrors(MessageSource messages) {
        this.messages = messages;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Valve()));
    }

    /** Nearer to the pages than the server's own, which finds the error reported. */
    private final class Valve extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            String key = "error." + (status < 500 ? 400 : 500);
            boolean program = Optional.ofNullable(request.getRequestURI())
                    .filter(path -> path.startsWith("/api/"))
                    .isPresent();
            Locale locale = request.getLocale().getLanguage().equals("en") ? Locale.ENGLISH : SPANISH;
            response.setContentType(program ? "application/problem+json" : "text/html");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            try (Writer writer = response.getReporter()) {
                writer.write((program ? PROBLEM : PAGE)
                        .formatted(text(key, locale), text(key + ".side", locale), text(key + ".do", locale), status));
            } catch (IOException e) {
                container.getLogger().debug("whoever asked is gone", e);
            }
        }
    }

    private static final String PAGE = """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"><title>%1$s</title><link rel="stylesheet" href="/css/valija.css"></head>
            <body><main class="card"><h1>%1$s</h1><p>%2$s</p><p>%3$s</p><p class="hint">%4$d</p></main></body></html>
            """;

    private static final String PROBLEM = """
            {"type":"urn:valija:problem:bad_request","title":"%1$s","detail":"%2$s %3$s","status":%4$d,"code":"bad_request"}
            """;

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}

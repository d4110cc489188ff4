package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The log in lines: what strangers send cannot pass for a line of its own. */
class LogLinesTest {

    private static final String FORGED = "00:00:00 WARN  Some: all is well";

    @Test
    void whatContinuesALineIsIndented() throws IOException {
        List<String> lines = lines(null, "asked for a\n" + FORGED + "\r" + FORGED + "\r\n" + FORGED);

        assertThat(lines.getFirst()).endsWith(" WARN  Some: asked for a");
        assertThat(lines.subList(1, lines.size()))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(line -> line.isBlank() || line.startsWith("    "));
        assertThat(lines).filteredOn(line -> line.contains("all is well")).hasSize(3);
    }

    @Test
    void whatWouldMoveATerminalsCursorIsReplaced() throws IOException {
        List<String> lines = lines(null, "asked\tfor \u001b[2K\u001b[1G" + FORGED + "\u0085x\u2028y\u000bz");

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).endsWith("asked\tfor ?[2K?[1G" + FORGED + "?x?y?z");
    }

    @Test
    void whatAnExceptionSaysIsIndentedToo() throws IOException {
        List<String> lines = lines(new IllegalStateException("bad\n" + FORGED), "failed");

        assertThat(lines.getFirst()).endsWith(" WARN  Some: failed");
        assertThat(lines.subList(1, lines.size()))
                .isNotEmpty()
                .allMatch(line -> line.isBlank()
                        || line.startsWith("    ")
                        || line.startsWith("java.lang.IllegalStateException: bad"));
        assertThat(lines).filteredOn(line -> line.contains("all is well")).hasSize(1);
    }

    private static List<String> lines(@Nullable Throwable thrown, String message) throws IOException {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern());
        layout.start();
        assertThat(layout.isStarted()).isTrue();
        LoggingEvent event = new LoggingEvent(
                LogLinesTest.class.getName(),
                context.getLogger("org.valija.Some"),
                Level.WARN,
                message,
                thrown,
                new Object[0]);
        event.setThreadName("main");
        return List.of(layout.doLayout(event).split("\r\n|\r|\n"));
    }

    private static String pattern() throws IOException {
        return new YamlPropertySourceLoader()
                .load("shipped", new ClassPathResource("application.yaml")).stream()
                        .map((PropertySource<?> source) -> source.getProperty("logging.pattern.console"))
                        .filter(Objects::nonNull)
                        .map(String::valueOf)
                        .findFirst()
                        .orElseThrow();
    }
}

package org.valija.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The browser of this machine, started once for all tests. */
final class Chromium implements AutoCloseable {

    /** A name of the console that is not the loopback address, as from another computer. */
    static final String CONSOLE_NAME = "consola.bajio.test";

    private static final String VARIABLE = "VALIJA_CHROMIUM";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium launch() {
        String path = System.getenv(VARIABLE);
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException("The browser tests need Chromium: set " + VARIABLE
                    + " to its executable, such as /usr/bin/chromium (it is now: " + path + ")");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(path))
                        .setHeadless(true)
                        .setEnv(spanish())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--host-resolver-rules=MAP " + CONSOLE_NAME + " 127.0.0.1")));
        return new Chromium(playwright, browser);
    }

    /** The browser's own words, such as those of the choice of files, where it has them in Spanish. */
    private static Map<String, String> spanish() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("LANGUAGE", "es_MX");
        return variables;
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}

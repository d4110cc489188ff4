package org.valija.simulator.web;

/** The frame around every page: title, the banner that says what this is, navigation. */
public final class Page {

    private static final String FRAME = """
            <!doctype html>
            <html lang="es">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {extra}<title>{title} · Simulador</title>
            <link rel="stylesheet" href="/simulator.css">
            </head>
            <body>
            <p class="banner" role="note"><strong>Simulador: no es Google.</strong> Nada sale de esta máquina.</p>
            {nav}<main>
            {body}
            </main>
            </body>
            </html>
            """;
    private static final String NAVIGATION =
            "<nav aria-label=\"Simulador\"><a href=\"/\">Inicio</a> <a href=\"/bandeja\">Bandeja</a></nav>\n";
    private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"5\">\n";

    private Page() {}

    /** A page of the simulator itself, with navigation. {@code body} is HTML, {@code title} is text. */
    public static WebResponse of(int status, String title, String body) {
        return WebResponse.html(status, frame(title, body, NAVIGATION, ""));
    }

    /** Like {@link #of}, and reloads itself every five seconds. */
    public static WebResponse refreshing(String title, String body) {
        return WebResponse.html(200, frame(title, body, NAVIGATION, REFRESH));
    }

    /** A page of the simulated provider, without navigation, as a user meets it in the middle of a consent. */
    public static WebResponse ofProvider(int status, String title, String body) {
        return WebResponse.html(status, frame(title, "<div class=\"card\">" + body + "</div>", "", ""));
    }

    /** One heading and one sentence, both text. */
    public static WebResponse message(int status, String title, String sentence) {
        return of(status, title, "<h1>" + Html.escape(title) + "</h1>\n<p>" + Html.escape(sentence) + "</p>");
    }

    private static String frame(String title, String body, String navigation, String extra) {
        // The body goes in last, so that nothing a mail contains is taken for a placeholder.
        return FRAME.replace("{extra}", extra)
                .replace("{nav}", navigation)
                .replace("{title}", Html.escape(title))
                .replace("{body}", body);
    }
}

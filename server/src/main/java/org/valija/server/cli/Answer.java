package org.valija.server.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import tools.jackson.databind.json.JsonMapper;

/** What a command answers: lines for a person in his language, or one line of JSON for a program. */
final class Answer {

    private final PrintWriter out;
    private final boolean json;
    private final ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());

    Answer(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** A line of the bundle, for a person alone. */
    void say(String key, Object... arguments) {
        if (!json) {
            out.println(word(key, arguments));
            out.flush();
        }
    }

    /** Words that stand elsewhere, for a person alone. */
    void line(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /** What a program reads. */
    void data(Map<String, ?> data) {
        if (json) {
            out.println(JsonMapper.builder().build().writeValueAsString(data));
            out.flush();
        }
    }

    String word(String key, Object... arguments) {
        return words.getString(key).formatted(arguments);
    }
}

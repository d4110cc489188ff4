package org.valija.server.sessions;

import java.io.Serializable;

/**
 * A browser and its system, as their user calls them; each empty where they are not known. Said by the browser itself, so it
 * helps to recognise a session and proves nothing.
 */
public record DeviceName(String browser, String system) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The first that fits counts: nearly all say that they are Chrome and Safari too. */
    private static final String[][] BROWSERS = {
        {"Edg", "Edge"},
        {"OPR/", "Opera"},
        {"SamsungBrowser/", "Samsung Internet"},
        {"Firefox/", "Firefox"},
        {"FxiOS/", "Firefox"},
        {"CriOS/", "Chrome"},
        {"Chrome/", "Chrome"},
        {"Safari/", "Safari"},
    };

    private static final String[][] SYSTEMS = {
        {"Windows", "Windows"},
        {"iPhone", "iPhone"},
        {"iPad", "iPad"},
        {"Android", "Android"},
        {"CrOS", "ChromeOS"},
        {"Macintosh", "macOS"},
        {"Linux", "Linux"},
    };

    /** What a browser's header {@code User-Agent} tells. */
    public static DeviceName of(String userAgent) {
        return new DeviceName(first(BROWSERS, userAgent), first(SYSTEMS, userAgent));
    }

    private static String first(String[][] names, String userAgent) {
        for (String[] name : names) {
            if (userAgent.contains(name[0])) {
                return name[1];
            }
        }
        return "";
    }

    /** As it is stored. */
    String text() {
        return browser + "/" + system;
    }

    static DeviceName ofText(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? new DeviceName("", "") : new DeviceName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The key of the words that name it; they take browser and system. */
    public String key() {
        if (browser.isEmpty()) {
            return system.isEmpty() ? "sessions.device.unknown" : "sessions.device.system";
        }
        return system.isEmpty() ? "sessions.device.browser" : "sessions.device";
    }
}

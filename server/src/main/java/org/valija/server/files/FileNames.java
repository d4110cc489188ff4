package org.valija.server.files;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of files as browsers and programs send them. */
public final class FileNames {

    private static final int LONGEST = 150;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("pdf", "application/pdf"),
            Map.entry("xml", "application/xml"),
            Map.entry("zip", "application/zip"),
            Map.entry("txt", "text/plain"),
            Map.entry("csv", "text/csv"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"));

    private FileNames() {}

    /** The name without folders (old browsers send them) and control characters, cut at its beginning if too long. */
    public static String plain(@Nullable String original) {
        if (original == null) {
            return "";
        }
        String name = original.substring(Math.max(original.lastIndexOf('/'), original.lastIndexOf('\\')) + 1);
        String clean = Normalizer.normalize(name.replaceAll("\\p{Cc}", ""), Normalizer.Form.NFC)
                .strip();
        return clean.length() <= LONGEST ? clean : clean.substring(clean.length() - LONGEST);
    }

    /** By the name's ending: what a browser says depends on the user's computer. */
    public static String mediaType(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }
}

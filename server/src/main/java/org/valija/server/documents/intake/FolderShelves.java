package org.valija.server.documents.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where files of a watched folder go: below it, {@code tomados} and {@code rechazados}. No file takes another's place. A reason
 * is written before its file comes to it: if the process ends between the two, both are done again.
 */
final class FolderShelves {

    static final String TAKEN = "tomados";
    static final String REJECTED = "rechazados";

    private static final int MOST_OF_A_NAME = 10_000;

    private final Path folder;

    FolderShelves(Path folder) {
        this.folder = folder;
    }

    void take(Path file) throws IOException {
        Path shelf = Files.createDirectories(folder.resolve(TAKEN));
        Files.move(file, free(shelf, file.getFileName().toString()));
    }

    /** @param reason what a person reads beside it */
    void reject(Path file, String reason) throws IOException {
        Path shelf = Files.createDirectories(folder.resolve(REJECTED));
        Path target = free(shelf, file.getFileName().toString());
        Path words = shelf.resolve(target.getFileName() + ".txt");
        Path unfinished = shelf.resolve(target.getFileName() + ".txt.tmp");
        Files.writeString(unfinished, reason, StandardCharsets.UTF_8);
        Files.move(unfinished, words, StandardCopyOption.REPLACE_EXISTING);
        Files.move(file, target);
    }

    /** The name, or with a number what is free of it. */
    private static Path free(Path shelf, String name) throws IOException {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        for (int i = 1; i <= MOST_OF_A_NAME; i++) {
            Path target = shelf.resolve(i == 1 ? name : stem + " (" + i + ")" + ending);
            if (Files.notExists(target)) {
                return target;
            }
        }
        throw new IOException("There are " + MOST_OF_A_NAME + " files called " + name + " in " + shelf);
    }
}

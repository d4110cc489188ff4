package org.valija.server.documents;

import java.util.List;
import java.util.Optional;
import org.springframework.web.multipart.MultipartFile;

/** Files as the forms of the console bring them. */
final class Uploads {

    private Uploads() {}

    static IncomingFile incoming(MultipartFile file) {
        return new IncomingFile(
                Optional.ofNullable(file.getOriginalFilename()).orElse(""), file.getSize(), file::getInputStream);
    }

    /** Those that were chosen; a field left empty comes as a file without a name. */
    static List<IncomingFile> chosen(List<MultipartFile> files) {
        return files.stream()
                .filter(file -> !file.isEmpty()
                        || !Optional.ofNullable(file.getOriginalFilename())
                                .orElse("")
                                .isEmpty())
                .map(Uploads::incoming)
                .toList();
    }
}

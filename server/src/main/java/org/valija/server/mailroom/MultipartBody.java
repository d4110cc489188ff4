package org.valija.server.mailroom;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.valija.server.files.FileNames;
import org.valija.server.mailroom.MailroomException.Problem;

/** A request of several parts (RFC 7578): JSON first, then files, read as they are sent. */
final class MultipartBody {

    private final String boundary = "valija-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    MultipartBody json(String name, String json) {
        parts.add(BodyPublishers.ofString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"\r\nContent-Type: application/json\r\n\r\n" + json + "\r\n"));
        return this;
    }

    /** @throws MailroomException when the file cannot be read */
    MultipartBody file(String name, Path file) {
        String fileName = String.valueOf(file.getFileName());
        try {
            parts.add(BodyPublishers.concat(
                    BodyPublishers.ofString(
                            "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                                    + quoted(fileName) + "\"\r\nContent-Type: " + FileNames.mediaType(fileName)
                                    + "\r\n\r\n"),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n")));
        } catch (FileNotFoundException e) {
            throw new MailroomException(Problem.NO_FILE, file.toString());
        }
        return this;
    }

    /** As browsers do (RFC 7578 §4.2; WHATWG HTML, multipart form data). */
    private static String quoted(String fileName) {
        return fileName.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    BodyPublisher publisher() {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
    }
}

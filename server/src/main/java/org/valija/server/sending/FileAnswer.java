package org.valija.server.sending;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.valija.server.files.FileNames;

/** A file of a mail as a browser gets it: PDF to be read at once, XML as text, anything else to be kept; none of it is run. */
public final class FileAnswer {

    private static final String PDF = "application/pdf";
    private static final String XML = "application/xml";

    private FileAnswer() {}

    public static void write(MailPreview.Opened file, HttpServletResponse response) throws IOException {
        String type = FileNames.mediaType(file.name());
        boolean shown = type.equals(PDF) || type.equals(XML);
        ContentDisposition.Builder disposition = shown ? ContentDisposition.inline() : ContentDisposition.attachment();
        response.setContentType(type.equals(XML) ? "text/plain;charset=UTF-8" : type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                disposition
                        .filename(file.name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentLength(file.octets().length);
        response.getOutputStream().write(file.octets());
    }
}

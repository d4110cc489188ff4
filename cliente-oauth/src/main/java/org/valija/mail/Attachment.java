package org.valija.mail;

/**
 * A file that goes along.
 *
 * @param fileName as the recipient sees it, without folders
 * @param mediaType as {@code type/subtype}
 * @param content what arrives byte for byte
 */
public record Attachment(String fileName, String mediaType, ContentSource content) {

    public Attachment {
        if (fileName.isBlank() || MailAddress.hasControl(fileName)) {
            throw new IllegalArgumentException("a file name is not empty and has no control characters");
        }
        if (!mediaType.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")) {
            throw new IllegalArgumentException("a media type has the form type/subtype");
        }
    }
}

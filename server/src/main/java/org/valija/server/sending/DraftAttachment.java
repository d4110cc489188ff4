package org.valija.server.sending;

/**
 * A file of a draft.
 *
 * @param id of its row
 * @param fileName as the user's computer names it
 * @param mediaType as the browser says, or by its name
 * @param size in octets
 * @param sha256 of its content, in hex
 */
public record DraftAttachment(long id, String fileName, String mediaType, long size, String sha256) {}

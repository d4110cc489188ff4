package org.valija.server.documents;

import org.valija.mail.ContentSource;

/**
 * A document's PDF.
 *
 * @param fileName for who gets it
 * @param content its octets
 * @param printed whether it was made here and not brought
 */
public record DocumentPdf(String fileName, ContentSource content, boolean printed) {}

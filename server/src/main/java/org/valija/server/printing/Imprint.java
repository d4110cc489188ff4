package org.valija.server.printing;

import java.time.Instant;

/**
 * What a PDF says of itself.
 *
 * @param author the company
 * @param created the paper's moment, not the printer's, where the paper has one: the same paper is the same file
 */
record Imprint(String title, String author, String subject, String language, Instant created) {}

package org.valija.server.sending;

/**
 * A line among the latest mails of the dialog.
 *
 * @param tone of its pill
 * @param state key of its word
 */
record DraftRow(Draft draft, String tone, String state) {}

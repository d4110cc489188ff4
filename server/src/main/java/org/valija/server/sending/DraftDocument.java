package org.valija.server.sending;

/**
 * The document that a draft is of.
 *
 * @param id of the document
 * @param xml whether its XML goes along
 * @param pdf whether its PDF goes along
 * @param again whether also those get it who got it before
 * @param textFrom which of the document's texts the draft was filled with; {@link DocumentDispatch} knows what it means
 */
public record DraftDocument(long id, boolean xml, boolean pdf, boolean again, String textFrom) {}

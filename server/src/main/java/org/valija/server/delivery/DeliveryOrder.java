package org.valija.server.delivery;

import java.util.Optional;
import org.valija.outbox.Lane;
import org.valija.server.documents.Document;

/**
 * A document that is to be sent to whom the catalogue names.
 *
 * @param document what is sent
 * @param userCode who sends it
 * @param from address of an account of theirs
 * @param grantId which account; empty where the mail is only looked at
 * @param text with its fields; {@link MailTexts} has it
 * @param xml whether its XML goes along, where it has one
 * @param pdf whether its PDF goes along
 * @param copyToMe whether {@code from} gets a copy that nobody sees
 * @param again whether also those get it who got it before
 * @param lane how urgent it is
 * @param batch the name of what it is sent with, as in the outbox
 */
public record DeliveryOrder(
        Document document,
        String userCode,
        String from,
        Optional<Long> grantId,
        MailText text,
        boolean xml,
        boolean pdf,
        boolean copyToMe,
        boolean again,
        Lane lane,
        Optional<String> batch) {}

/**
 * <em>Entrega por correo electrónico</em>: the send dialog, its drafts and attachments, and its handing over to the outbox, or its sending with a password, with
 * its progress. A draft is stored with every step, so that neither an authentication nor an error loses it.
 */
@NullMarked
package org.valija.server.sending;

import org.jspecify.annotations.NullMarked;

/**
 * <em>Entrega por correo electrónico</em>: the send dialog, its drafts and attachments, and the sending of one mail with
 * its progress. A draft is stored with every step, so that neither an authentication nor an error loses it.
 */
@NullMarked
package org.valija.server.sending;

import org.jspecify.annotations.NullMarked;

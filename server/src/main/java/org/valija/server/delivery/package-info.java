/**
 * Documents sent by mail: what such a mail says (the company's texts and their fields), who gets it, that nobody gets it twice
 * unless asked, and the record of every delivery. One document goes by the dialog of {@code sending}, which this tells what the
 * document brings along; many go by {@link org.valija.server.delivery.DocumentDeliveries}.
 */
@NullMarked
package org.valija.server.delivery;

import org.jspecify.annotations.NullMarked;

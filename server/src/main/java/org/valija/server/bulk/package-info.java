/**
 * <em>Envíos masivos</em>: many documents that are sent together. Who lacks an address is seen before the start; then each
 * document is handed to {@code delivery} by itself, in small steps, by one node at a time, so that memory is bounded and a
 * killed process neither loses nor repeats one. What became of each mail is asked of the outbox, and told in the report.
 */
@NullMarked
package org.valija.server.bulk;

import org.jspecify.annotations.NullMarked;

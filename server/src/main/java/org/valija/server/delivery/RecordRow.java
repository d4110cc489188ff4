package org.valija.server.delivery;

import java.util.Optional;
import org.valija.server.web.Say;

/**
 * A line of the record as pages show it.
 *
 * @param tone of its pill
 * @param company whose document it was
 * @param why it has not arrived, where something is in its way
 * @param inOutbox whether the present user may look at its mail there
 */
public record RecordRow(Delivery delivery, String tone, String company, Optional<Say> why, boolean inOutbox) {}

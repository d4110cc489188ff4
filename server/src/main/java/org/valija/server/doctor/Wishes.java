package org.valija.server.doctor;

import java.util.Optional;

/**
 * How far the examination goes.
 *
 * @param mail whether a test mail is sent at the end
 * @param to its recipient; empty for the account itself
 * @param refresh renews the permission even though it is still good
 */
public record Wishes(boolean mail, Optional<String> to, boolean refresh) {}

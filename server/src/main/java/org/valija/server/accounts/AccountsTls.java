package org.valija.server.accounts;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Certificate authorities of the installation, for every connection of its own; empty for the platform's alone. */
public record AccountsTls(Optional<SSLContext> context) {}

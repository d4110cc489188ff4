package org.valija.server.alerts;

import java.net.URI;
import org.valija.oauth.Secret;

/**
 * Where events are posted to.
 *
 * @param secret that both sides know, and sign with
 */
record Webhook(URI address, Secret secret) {}

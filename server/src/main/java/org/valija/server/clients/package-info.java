/** The administrator's page for the OAuth clients, with the guide through the provider's console. */
@NullMarked
package org.valija.server.clients;

import org.jspecify.annotations.NullMarked;

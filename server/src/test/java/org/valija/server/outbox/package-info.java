@NullMarked
package org.valija.server.outbox;

import org.jspecify.annotations.NullMarked;

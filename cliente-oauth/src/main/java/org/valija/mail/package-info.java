/**
 * A message (MIME), the road it leaves by (SMTP submission or Gmail's API), and the outcome of each delivery attempt.
 *
 * <p>Asks {@code org.valija.oauth} for access tokens; knows nothing of queues.
 */
@NullMarked
package org.valija.mail;

import org.jspecify.annotations.NullMarked;

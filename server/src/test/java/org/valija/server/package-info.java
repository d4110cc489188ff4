/** Tests of the service as a whole: real port, real database, the simulator as provider and mail server. */
@NullMarked
package org.valija.server;

import org.jspecify.annotations.NullMarked;

/** Tests of the library against real servers: Keycloak, Postfix and Dovecot (tests/interop/README.md). */
@NullMarked
package org.valija.tests.interop;

import org.jspecify.annotations.NullMarked;

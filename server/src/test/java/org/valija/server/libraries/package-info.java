/** Libraries that are shipped, beside what is known against them; and the table of security beside the tests that it names. */
@NullMarked
package org.valija.server.libraries;

import org.jspecify.annotations.NullMarked;

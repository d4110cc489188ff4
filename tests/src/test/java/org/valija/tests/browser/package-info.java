/** The console as people use it: a real browser, the service, and the simulator as Google and mail server. */
@NullMarked
package org.valija.tests.browser;

import org.jspecify.annotations.NullMarked;

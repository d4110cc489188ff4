/**
 * Tests of what {@code ./valija package} makes, installed as people install it: the folder {@code ClienteOauth}, the
 * archives, the Debian package, and the Windows installer under Wine. They need root, and {@code tests/package/install.sh}.
 */
@NullMarked
package org.valija.tests.installed;

import org.jspecify.annotations.NullMarked;

/** How mail of the installation's own is written: one content, as text and formatted. What it says is each feature's. */
@NullMarked
package org.valija.server.letters;

import org.jspecify.annotations.NullMarked;

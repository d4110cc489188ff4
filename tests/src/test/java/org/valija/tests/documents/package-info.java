/** Watched folders under kills: whatever dies when, each file becomes one document and none is lost. */
@NullMarked
package org.valija.tests.documents;

import org.jspecify.annotations.NullMarked;

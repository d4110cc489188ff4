/** Tests of this feature's parts; what its pages do is tested at the console. */
@NullMarked
package org.valija.server.documents;

import org.jspecify.annotations.NullMarked;

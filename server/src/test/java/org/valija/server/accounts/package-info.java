@NullMarked
package org.valija.server.accounts;

import org.jspecify.annotations.NullMarked;

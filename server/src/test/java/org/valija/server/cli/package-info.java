@NullMarked
package org.valija.server.cli;

import org.jspecify.annotations.NullMarked;

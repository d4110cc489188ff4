/** The command line: one class a command. */
@NullMarked
package org.valija.server.cli;

import org.jspecify.annotations.NullMarked;

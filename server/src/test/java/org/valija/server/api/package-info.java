@NullMarked
package org.valija.server.api;

import org.jspecify.annotations.NullMarked;

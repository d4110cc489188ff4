@NullMarked
package org.valija.server.alerts;

import org.jspecify.annotations.NullMarked;

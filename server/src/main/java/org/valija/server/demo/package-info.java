/**
 * The demonstration: starts the simulator beside the service, and can do the whole job by itself through the real pages'
 * forms. Nothing of the service depends on it.
 */
@NullMarked
package org.valija.server.demo;

import org.jspecify.annotations.NullMarked;

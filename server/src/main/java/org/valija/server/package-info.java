/**
 * The service: start-up and configuration. Features live in packages of their own, each with its table class, its
 * service and its controller.
 */
@NullMarked
package org.valija.server;

import org.jspecify.annotations.NullMarked;

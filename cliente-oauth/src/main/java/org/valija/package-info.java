/**
 * The façade that a host program meets first: {@link org.valija.ClienteOauth}. What it puts together lives in {@code
 * oauth} (grants and tokens), {@code mail} (messages and the wire) and {@code sql}.
 */
@NullMarked
package org.valija;

import org.jspecify.annotations.NullMarked;

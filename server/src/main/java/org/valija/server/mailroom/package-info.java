/**
 * What {@code valija send}, {@code status} and {@code connect} ask of Valija, whether it is the installation of this machine or
 * a service elsewhere. Nothing is printed here, and no page is served.
 */
@NullMarked
package org.valija.server.mailroom;

import org.jspecify.annotations.NullMarked;

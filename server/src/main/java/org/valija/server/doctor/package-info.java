/**
 * The doctor: examines the way from an account to a delivered mail, step by step, and names what is wrong. Works without
 * the console; the words of what it finds are the library's.
 */
@NullMarked
package org.valija.server.doctor;

import org.jspecify.annotations.NullMarked;

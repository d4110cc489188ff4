/**
 * What can go wrong, told to a person: each cause with whose turn it is and a text in three parts.
 *
 * <p>Knows neither grants nor mail: {@code oauth} and {@code mail} recognise their own signals and name the cause. What
 * belongs here is words and the list of causes.
 */
@NullMarked
package org.valija.diagnosis;

import org.jspecify.annotations.NullMarked;

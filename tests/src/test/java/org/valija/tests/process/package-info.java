/** Nodes that are processes of their own: how tests start them, talk with them and kill them. */
@NullMarked
package org.valija.tests.process;

import org.jspecify.annotations.NullMarked;

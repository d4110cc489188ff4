/**
 * What an operator sees of a running installation: the audit's page, health and readiness, metrics, and the page
 * <em>Estado</em>. Reads of all other features and is known to none.
 */
@NullMarked
package org.valija.server.operations;

import org.jspecify.annotations.NullMarked;

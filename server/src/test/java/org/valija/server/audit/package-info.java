/** Tests of the audit: what the table refuses, and what no text carries. */
@NullMarked
package org.valija.server.audit;

import org.jspecify.annotations.NullMarked;

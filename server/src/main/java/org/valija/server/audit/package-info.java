/**
 * The audit: who did what to which record, from where and when. Whoever changes something says so here, in the transaction of
 * the change where there is one; what was said is never altered. Knows nothing of the features that speak; what people see of
 * it is the page of {@code operations}.
 */
@NullMarked
package org.valija.server.audit;

import org.jspecify.annotations.NullMarked;

/**
 * The console's login sessions, kept in the database: any node of an installation serves any page, and a restart ends no
 * session. What a session holds is opened only by the cookie that names it.
 */
@NullMarked
package org.valija.server.sessions;

import org.jspecify.annotations.NullMarked;

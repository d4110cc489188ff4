/**
 * What other programs call, {@code /api/v1}: handing in mail, asking how it goes, documents, accounts and their state, and beginning an
 * authorisation. With it go the tokens by which programs are known, the page <em>Acceso de programas</em> where they are
 * made, and the page that an authorisation begun by a program opens in the user's browser. Nothing here sends: mail goes to
 * the outbox.
 */
@NullMarked
package org.valija.server.api;

import org.jspecify.annotations.NullMarked;

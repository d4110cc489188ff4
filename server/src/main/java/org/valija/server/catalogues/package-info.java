/**
 * The catalogues that papers are sent by: <em>Empresas</em>, whose papers they are, and <em>Beneficiarios / Pagadores</em>, who
 * they are for and at which addresses, with the import of many from a sheet. Whoever has entered uses them; companies are
 * changed by administrators alone. Documents and their sending know this package, never the other way about.
 */
@NullMarked
package org.valija.server.catalogues;

import org.jspecify.annotations.NullMarked;

/**
 * What Bancos and Contabilidad send: bank documents, withholding certificates, pólizas and reports, with their files; how they
 * come in (form, upload, other programs, watched folders), and the pages that list and show them. Nothing here sends.
 */
@NullMarked
package org.valija.server.documents;

import org.jspecify.annotations.NullMarked;

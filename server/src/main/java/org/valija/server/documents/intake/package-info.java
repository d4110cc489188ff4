/**
 * Watched folders: files that other programs put there become documents. A file is taken once, by one node; it leaves the folder
 * only when what became of it is stored, so that a process that dies at any moment loses nothing, and what it did not finish is
 * recognised when it is done again.
 */
@NullMarked
package org.valija.server.documents.intake;

import org.jspecify.annotations.NullMarked;

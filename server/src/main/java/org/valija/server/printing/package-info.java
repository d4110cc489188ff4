/**
 * Papers as PDF: the printed representation of a retención, bank documents and pólizas, and tables of reports. A page is put
 * together as a DOM, in which what people wrote is text and can be nothing else, and laid out by OpenHTMLtoPDF with our own style
 * sheet, fonts and images; nothing is ever fetched. No SQL, no web, and no Spring but in {@link
 * org.valija.server.printing.PrintingFeature}.
 */
@NullMarked
package org.valija.server.printing;

import org.jspecify.annotations.NullMarked;

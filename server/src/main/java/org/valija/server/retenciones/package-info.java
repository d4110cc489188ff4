/**
 * CFDI de retenciones e información de pagos, versions 2.0 and 1.0: reading, rules, cadena original, seals, catalogues. Words
 * of SAT's standard keep their Spanish names. Neither Spring nor SQL nor pages here: everything is a function of the file.
 */
@NullMarked
package org.valija.server.retenciones;

import org.jspecify.annotations.NullMarked;

package org.valija.server.retenciones;

/** Months from 1 to 12 in files that keep the rules, and the year. */
public record Periodo(int mesIni, int mesFin, int ejercicio) {}

package org.valija.server.retenciones;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** SAT's catalogues: its keys and what it calls them, in Spanish, as it publishes them in no other language. */
public final class Catalogos {

    private static final Map<String, Map<String, String>> ALL = read();

    private Catalogos() {}

    /** What the retención is for: c_CveRetenc. */
    public static Optional<String> cveRetenc(String key) {
        return name("cve-retenc", key);
    }

    /** ISR, IVA, IEPS: c_Impuesto, and the two digits of version 1.0. */
    public static Optional<String> impuestoRet(String key) {
        return name("impuesto-ret", key.length() == 2 ? "0" + key : key);
    }

    /** c_TipoPagoRet; version 1.0 writes the name itself. */
    public static Optional<String> tipoPagoRet(String key) {
        return name("tipo-pago-ret", key);
    }

    /** c_RegimenFiscal. */
    public static Optional<String> regimenFiscal(String key) {
        return name("regimen-fiscal", key);
    }

    /** c_TipoRelacion. */
    public static Optional<String> tipoRelacion(String key) {
        return name("tipo-relacion", key);
    }

    /** A month from 1 to 12. */
    public static Optional<String> mes(int month) {
        return name("mes", Integer.toString(month));
    }

    /** What a complement is called, by the node's name. */
    public static Optional<String> complemento(String name) {
        return name("complemento", name);
    }

    /** All keys of c_CveRetenc with their names, in order. */
    public static Map<String, String> cvesRetenc() {
        return ALL.getOrDefault("cve-retenc", Map.of());
    }

    private static Optional<String> name(String catalogue, String key) {
        return Optional.ofNullable(ALL.getOrDefault(catalogue, Map.of()).get(key));
    }

    private static Map<String, Map<String, String>> read() {
        Properties lines = new Properties();
        try (InputStream in = Catalogos.class.getResourceAsStream("catalogos.properties")) {
            if (in == null) {
                throw new IllegalStateException("catalogos.properties is not in the program");
            }
            try (Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                lines.load(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (String line : lines.stringPropertyNames()) {
            int dot = line.indexOf('.');
            all.computeIfAbsent(line.substring(0, dot), _ -> new TreeMap<>())
                    .put(line.substring(dot + 1), lines.getProperty(line));
        }
        return all;
    }
}

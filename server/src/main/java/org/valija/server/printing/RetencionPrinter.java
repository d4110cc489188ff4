package org.valija.server.printing;

import static org.valija.server.printing.Papers.word;

import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.valija.server.retenciones.Catalogos;
import org.valija.server.retenciones.Emisor;
import org.valija.server.retenciones.Periodo;
import org.valija.server.retenciones.Receptor;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.SealResult;
import org.valija.server.retenciones.SealResult.Match;
import org.valija.server.retenciones.SealResult.Sello;
import org.valija.server.retenciones.SealResult.SelloSat;
import org.valija.server.retenciones.Timbre;

/**
 * Prints a retención: the printed representation of a stamped one, with its QR, and of one that is not a draft that says so on
 * every page and has none. Thread-safe.
 */
public final class RetencionPrinter {

    private static final int MOST_RELATED = 200;

    private final PdfPress press;

    public RetencionPrinter(PdfPress press) {
        this.press = press;
    }

    /**
     * Writes the PDF; the stream stays open. The same arguments give the same bytes.
     *
     * @param seals what a check of this document's seals showed: what was altered is said on the paper
     * @throws java.io.UncheckedIOException if the stream does not take it
     */
    public void print(Retencion retencion, SealResult seals, Branding branding, OutputStream out) {
        LocalDateTime moment = retencion.timbre().map(Timbre::fechaTimbrado).orElse(retencion.fechaExp());
        Imprint imprint = new Imprint(
                title(retencion),
                branding.company(),
                word(
                        "reten.subject",
                        retencion.emisor().nombre(),
                        retencion.receptor().nombre(),
                        period(retencion.periodo())),
                "es-MX",
                moment.toInstant(ZoneOffset.UTC));
        press.print(imprint, branding, Papers.numbering(), body -> write(retencion, seals, branding, body), out);
    }

    private static String title(Retencion retencion) {
        return retencion
                .timbre()
                .map(timbre -> word("reten.again", timbre.folioFiscal()))
                .orElseGet(() -> word("reten.draft"));
    }

    private static void write(Retencion retencion, SealResult seals, Branding branding, Tag body) {
        boolean draft = !retencion.isStamped();
        Letterhead.repeated(
                body, retencion.emisor().nombre(), title(retencion), word(draft ? "reten.draft" : "reten.foot"));
        if (draft) {
            body.add("div", "stamp").text(word("reten.watermark"));
        }
        head(retencion, branding, body);
        if (draft) {
            body.add("div", "draft").text(word("reten.draft"));
        }
        warnings(seals, body);
        dates(retencion, body);
        parties(retencion, body);
        subject(retencion, body);
        RetencionAmounts.write(retencion, body);
        ComplementPart.write(retencion.complementos(), body);
        related(retencion, body);
        retencion.timbre().ifPresent(timbre -> StampPart.write(retencion, timbre, seals, body));
    }

    private static void head(Retencion retencion, Branding branding, Tag body) {
        Tag what = new Letterhead(branding).head(body);
        what.add("h1").text(word("reten.title"));
        what.add("div", "mark").text(word("reten.version", retencion.version()));
        retencion.folioInt().ifPresent(folio -> what.add("div", "mark").add("b").text(word("reten.folio", folio)));
    }

    private static void warnings(SealResult seals, Tag body) {
        if (seals.sello() == Sello.ALTERADO) {
            body.add("div", "warning").text(word("reten.seal.altered"));
        }
        if (seals.selloCfd() == Match.NO) {
            body.add("div", "warning").text(word("reten.seal.other"));
        }
        if (seals.selloSat() == SelloSat.ALTERADO) {
            body.add("div", "warning").text(word("reten.seal.sat-altered"));
        }
    }

    private static void dates(Retencion retencion, Tag body) {
        Tag row = body.add("table", "facts dates").add("tr");
        retencion.timbre().ifPresent(timbre -> fact(row.add("td", "uuid"), "reten.uuid", timbre.folioFiscal()));
        fact(row.add("td"), "reten.issued", Figures.moment(retencion.fechaExp()));
        retencion
                .timbre()
                .ifPresent(timbre -> fact(row.add("td"), "reten.certified", Figures.moment(timbre.fechaTimbrado())));
        if (!retencion.lugarExp().isEmpty()) {
            fact(row.add("td", "place"), "reten.place", retencion.lugarExp());
        }
    }

    private static void fact(Tag cell, String key, String value) {
        cell.add("div", "label").text(word(key));
        cell.add("div", "value").text(value);
    }

    private static void parties(Retencion retencion, Tag body) {
        Tag row = body.add("table", "sides").add("tr");
        issuer(retencion.emisor(), row.add("td", "party"));
        row.add("td", "gap");
        Tag receiver = row.add("td", "party");
        receiver.add("h2").text(word("reten.receiver"));
        name(receiver, retencion.receptor().nombre());
        Tag pairs = receiver.add("table", "pairs");
        switch (retencion.receptor()) {
            case Receptor.Nacional national -> {
                pair(pairs, "reten.rfc", national.rfc());
                national.curp().ifPresent(curp -> pair(pairs, "reten.curp", curp));
                pair(pairs, "reten.postal", national.domicilioFiscal());
            }
            case Receptor.Extranjero foreign -> {
                pair(pairs, "reten.nationality", word("reten.nationality.foreign"));
                foreign.numRegIdTrib().ifPresent(id -> pair(pairs, "reten.tax-id", id));
            }
        }
    }

    private static void issuer(Emisor emisor, Tag cell) {
        cell.add("h2").text(word("reten.issuer"));
        name(cell, emisor.nombre());
        Tag pairs = cell.add("table", "pairs");
        pair(pairs, "reten.rfc", emisor.rfc());
        pair(pairs, "reten.regime", named(emisor.regimen(), Catalogos.regimenFiscal(emisor.regimen())));
    }

    private static void name(Tag cell, String name) {
        cell.add("div", Letterhead.sized("name", name)).text(name);
    }

    private static void pair(Tag pairs, String key, String value) {
        if (!value.isEmpty()) {
            pairs.pair(word(key), value);
        }
    }

    private static void subject(Retencion retencion, Tag body) {
        Tag row = body.add("table", "facts").add("tr");
        Tag key = row.add("td");
        fact(key, "reten.key", named(retencion.cveRetenc(), Catalogos.cveRetenc(retencion.cveRetenc())));
        retencion.descRetenc().ifPresent(text -> key.add("div", "under").text(text));
        fact(row.add("td", "period"), "reten.period", period(retencion.periodo()));
    }

    /** A key of SAT with what it calls it. */
    static String named(String key, Optional<String> name) {
        return name.map(text -> key + " · " + text).orElse(key);
    }

    private static String period(Periodo periodo) {
        String year = Integer.toString(periodo.ejercicio());
        String text = periodo.mesIni() == periodo.mesFin()
                ? word("reten.period.month", month(periodo.mesIni()), year)
                : word("reten.period.months", month(periodo.mesIni()), month(periodo.mesFin()), year);
        return text.substring(0, 1).toUpperCase(Papers.MEXICO) + text.substring(1);
    }

    private static String month(int month) {
        return Catalogos.mes(month).orElse(Integer.toString(month));
    }

    private static void related(Retencion retencion, Tag body) {
        if (retencion.relacionados().isEmpty()) {
            return;
        }
        body.add("h2").text(word("reten.related"));
        Tag pairs = body.add("table", "pairs block");
        retencion.relacionados().stream()
                .limit(MOST_RELATED)
                .forEach(related -> pairs.pair(
                        named(related.tipoRelacion(), Catalogos.tipoRelacion(related.tipoRelacion())), related.uuid()));
        if (retencion.relacionados().size() > MOST_RELATED) {
            body.add("p", "note").text(word("reten.related.rest"));
        }
    }
}

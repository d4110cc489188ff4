package org.valija.server.printing;

import static org.valija.server.printing.Papers.word;

import org.valija.server.retenciones.CadenaOriginal;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.SealResult;
import org.valija.server.retenciones.SealResult.Sello;
import org.valija.server.retenciones.Timbre;
import org.valija.server.retenciones.VerificationLink;

/** SAT's stamp with the QR, the certificates' numbers, both seals and the stamp's cadena original. */
final class StampPart {

    /** In points, as the style sheet has them. */
    private static final double CODE_SIZE = 6;

    private static final double CODE_WIDTH = 420;

    private StampPart() {}

    static void write(Retencion retencion, Timbre timbre, SealResult seals, Tag body) {
        Tag row = body.add("table", "seal").add("tr");
        VerificationLink.of(retencion).ifPresent(link -> {
            Tag cell = row.add("td", "qr");
            cell.link(link).qr(link);
            cell.add("div", "qr-note").text(word("reten.qr"));
        });
        Tag cell = row.add("td");
        numbers(retencion, timbre, seals, cell.add("table", "pairs small"));
        code("reten.code.cfd", timbre.selloCfd(), cell);
        code("reten.code.sat", timbre.selloSat(), cell);
        code("reten.code.cadena", CadenaOriginal.ofTimbre(timbre), cell);
    }

    private static void numbers(Retencion retencion, Timbre timbre, SealResult seals, Tag pairs) {
        pairs.pair(word("reten.seal.issuer"), retencion.noCertificado());
        pairs.pair(word("reten.seal.sat"), timbre.noCertificadoSat());
        if (!timbre.rfcProvCertif().isEmpty()) {
            pairs.pair(word("reten.seal.provider"), timbre.rfcProvCertif());
        }
        timbre.leyenda().ifPresent(legend -> pairs.pair(word("reten.seal.legend"), legend));
        if (seals.sello() == Sello.INTEGRO) {
            pairs.pair(word("reten.seal.state"), word("reten.seal.whole"));
        }
    }

    private static void code(String key, String code, Tag cell) {
        cell.add("div", "code-name").text(word(key));
        cell.add("div", "code").lines(code, CODE_SIZE, CODE_WIDTH);
    }
}

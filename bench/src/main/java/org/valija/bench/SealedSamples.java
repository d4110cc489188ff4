package org.valija.bench;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.valija.server.retenciones.CadenaOriginal;
import org.valija.server.retenciones.RetencionReader;

/** Retenciones of dividends, nobody's: sealed with a key pair that is made for one run, and stamped with the same one. */
final class SealedSamples {

    private static final String NUMBER = "30001000000500009999";

    private final RetencionReader reader = new RetencionReader();
    private final KeyPair keys;
    private final String certificate;

    private SealedSamples(KeyPair keys, String certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    static SealedSamples create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=Empresa de medida,2.5.4.45=EME200101AB1");
            Instant now = Instant.parse("2025-01-01T00:00:00Z");
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(1, NUMBER.getBytes(StandardCharsets.US_ASCII)),
                                    Date.from(now),
                                    Date.from(now.plus(Duration.ofDays(1460))),
                                    name,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
            return new SealedSamples(keys, Base64.getEncoder().encodeToString(certificate.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] xml(int number) {
        String sello = seal(CadenaOriginal.of(reader.read(document(number, "", ""))));
        String stamp = stamp(number, sello);
        String selloSat = reader.read(document(number, sello, stamp.formatted("")))
                .timbre()
                .map(timbre -> seal(CadenaOriginal.ofTimbre(timbre)))
                .orElseThrow();
        return document(number, sello, stamp.formatted(selloSat));
    }

    private static String stamp(int number, String sello) {
        UUID uuid = UUID.nameUUIDFromBytes(("medida" + number).getBytes(StandardCharsets.UTF_8));
        return """
                <tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" UUID="%s" \
                FechaTimbrado="2026-01-20T10:05:00" RfcProvCertif="SAT970701NN3" SelloCFD="%s" NoCertificadoSAT="%s" \
                SelloSAT="%%s"/>""".formatted(uuid, sello, NUMBER);
    }

    private byte[] document(int number, String sello, String stamp) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/2" Version="2.0" FolioInt="%d" Sello="%s" \
                NoCertificado="%s" Certificado="%s" FechaExp="2026-01-20T10:00:00" LugarExpRetenc="06000" CveRetenc="14">
                <r:Emisor RfcE="EME200101AB1" NomDenRazSocE="EMPRESA DE MEDIDA" RegimenFiscalE="601"/>
                <r:Receptor NacionalidadR="Nacional"><r:Nacional RfcR="PEGA800101AB5" NomDenRazSocR="ANA MARÍA PEÑA %d" \
                CurpR="PEGA800101MDFXMN09" DomicilioFiscalR="06700"/></r:Receptor>
                <r:Periodo MesIni="01" MesFin="12" Ejercicio="2025"/>
                <r:Totales MontoTotOperacion="%d.00" MontoTotGrav="%d.00" MontoTotExent="0.00" MontoTotRet="%d.00">
                <r:ImpRetenidos BaseRet="%d.00" ImpuestoRet="001" MontoRet="%d.00" TipoPagoRet="03"/></r:Totales>
                <r:Complemento><d:Dividendos xmlns:d="http://www.sat.gob.mx/esquemas/retencionpago/1/dividendos" Version="1.0">
                <d:DividOUtil CveTipDivOUtil="01" MontISRAcredRetMexico="%d.00" MontISRAcredRetExtranjero="0.00" \
                TipoSocDistrDiv="Sociedad Nacional" MontDivAcumNal="%d.00"/></d:Dividendos>%s</r:Complemento>
                </r:Retenciones>
                """.formatted(
                        number,
                        sello,
                        NUMBER,
                        certificate,
                        number,
                        number * 100,
                        number * 100,
                        number * 10,
                        number * 100,
                        number * 10,
                        number * 10,
                        number * 100,
                        stamp)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String seal(String cadena) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(cadena.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

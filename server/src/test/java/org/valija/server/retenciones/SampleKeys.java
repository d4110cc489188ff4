package org.valija.server.retenciones;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Key pairs of the tests' own, and certificates shaped like those that SAT gives. */
final class SampleKeys {

    static final String NUMBER_OF_ISSUER = "30001000000599990001";
    static final String NUMBER_OF_SAT = "30001000000599990002";
    static final Instant FROM = Instant.parse("2024-05-01T06:00:00Z");
    static final Instant UNTIL = Instant.parse("2028-05-01T06:00:00Z");

    static final KeyPair ISSUER = pair();
    static final KeyPair SAT = pair();
    static final KeyPair STRANGER = pair();

    private SampleKeys() {}

    static X509Certificate ofSat() {
        return certificate("SAT970701NN3", NUMBER_OF_SAT, SAT, FROM, UNTIL);
    }

    static X509Certificate ofIssuer(String rfc) {
        return certificate(rfc + " / XAXX010101000", NUMBER_OF_ISSUER, ISSUER, FROM, UNTIL);
    }

    /** @param rfc written into the attribute where SAT writes it */
    static X509Certificate certificate(String rfc, String number, KeyPair pair, Instant from, Instant until) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, "EMPRESA DE PRUEBA, S.A. DE C.V.")
                .addRDN(new ASN1ObjectIdentifier("2.5.4.45"), rfc)
                .build();
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(1, number.getBytes(StandardCharsets.US_ASCII)),
                                    Date.from(from),
                                    Date.from(until),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String seal(String cadena, KeyPair pair) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(cadena.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

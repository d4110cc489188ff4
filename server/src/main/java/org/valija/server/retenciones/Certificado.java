package org.valija.server.retenciones;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A certificado de sello digital, or one of SAT's. */
final class Certificado {

    /** x500UniqueIdentifier: the holder's RFC, after a slash that of who represents it. */
    private static final String UNIQUE_IDENTIFIER = "2.5.4.45";

    private static final int LONGEST = 32 * 1024;

    private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(-5);
    private static final ZoneOffset WESTERNMOST = ZoneOffset.ofHours(-8);

    private final X509Certificate certificate;

    Certificado(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /** Empty when this is no certificate, or one many times the size of those that SAT gives. */
    static Optional<Certificado> ofBase64(String base64) {
        if (base64.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return Optional.of(new Certificado((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))));
        } catch (CertificateException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** SAT writes the twenty digits as characters, two hexadecimal digits each. */
    String number() {
        return number(certificate.getSerialNumber());
    }

    private static String number(BigInteger serial) {
        return new String(serial.toByteArray(), StandardCharsets.US_ASCII);
    }

    /** The holder's RFC; empty when the certificate names none. */
    Optional<String> rfc() {
        String subject =
                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, Map.of(UNIQUE_IDENTIFIER, "RFC"));
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equals("RFC"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance)
                            .map(value -> ((String) value).split("/", 2)[0].strip())
                            .filter(rfc -> !rfc.isEmpty())
                            .findFirst();
        } catch (InvalidNameException none) {
            return Optional.empty();
        }
    }

    /** Whether it was in force at that local time, wherever in Mexico that was. */
    boolean inForceAt(LocalDateTime local) {
        return !local.toInstant(WESTERNMOST).isBefore(certificate.getNotBefore().toInstant())
                && !local.toInstant(EASTERNMOST)
                        .isAfter(certificate.getNotAfter().toInstant());
    }
}

package org.valija.server.retenciones;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.valija.server.retenciones.SealResult.Match;
import org.valija.server.retenciones.SealResult.Reason;
import org.valija.server.retenciones.SealResult.SelloSat;

/** Verifies the seals of a document offline: SHA256withRSA over the cadena original. Immutable; for any number of threads. */
public final class SealCheck {

    private static final int LEAST_BITS = 1024;
    private static final int MOST_BITS = 8192;

    private final Map<String, X509Certificate> ofSat;

    /** Without certificates of SAT its own seal stays unverified. */
    public SealCheck() {
        this(List.of());
    }

    public SealCheck(Collection<X509Certificate> ofSat) {
        this.ofSat = ofSat.stream()
                .collect(Collectors.toUnmodifiableMap(
                        certificate -> new Certificado(certificate).number(), it -> it, (first, _) -> first));
    }

    public SealResult check(Retencion retencion) {
        Optional<Certificado> certificate =
                retencion.certificado().isEmpty() ? Optional.empty() : Certificado.ofBase64(retencion.certificado());
        Optional<Reason> reason = unverifiable(retencion, certificate);
        SealResult.Sello sello = reason.isPresent()
                ? SealResult.Sello.NO_VERIFICABLE
                : certificate
                        .filter(it -> isSealed(retencion, it))
                        .map(_ -> SealResult.Sello.INTEGRO)
                        .orElse(SealResult.Sello.ALTERADO);
        Match number = certificate
                .map(it -> match(it.number().equals(retencion.noCertificado())))
                .orElse(Match.UNKNOWN);
        Match rfc = certificate
                .flatMap(Certificado::rfc)
                .map(it -> match(it.equals(retencion.emisor().rfc())))
                .orElse(Match.UNKNOWN);
        Match inForce =
                certificate.map(it -> match(it.inForceAt(retencion.fechaExp()))).orElse(Match.UNKNOWN);
        Match selloCfd = retencion
                .timbre()
                .map(timbre -> match(unbroken(timbre.selloCfd()).equals(unbroken(retencion.sello()))))
                .orElse(Match.UNKNOWN);
        SelloSat selloSat = retencion.timbre().map(this::ofSat).orElse(SelloSat.NO_VERIFICADO);
        return new SealResult(
                sello,
                reason,
                number,
                rfc,
                inForce,
                selloCfd,
                selloSat,
                findings(Standard.of(retencion).names(), sello, reason, number, rfc, inForce, selloCfd, selloSat));
    }

    private static Optional<Reason> unverifiable(Retencion retencion, Optional<Certificado> certificate) {
        if (retencion.version().equals(Retencion.VERSION_1)) {
            return Optional.of(Reason.OLD_VERSION);
        }
        if (retencion.sello().isEmpty()) {
            return Optional.of(Reason.NO_SEAL);
        }
        if (retencion.certificado().isEmpty()) {
            return Optional.of(Reason.NO_CERTIFICATE);
        }
        return certificate
                .map(it -> isUsual(it) ? Optional.<Reason>empty() : Optional.of(Reason.KEY_UNUSUAL))
                .orElse(Optional.of(Reason.CERTIFICATE_UNREADABLE));
    }

    /** A key of a strange size could make one verification take minutes; one for another kind of seal verifies none. */
    private static boolean isUsual(Certificado certificate) {
        return certificate.certificate().getPublicKey() instanceof RSAPublicKey key
                && key.getModulus().bitLength() >= LEAST_BITS
                && key.getModulus().bitLength() <= MOST_BITS
                && key.getPublicExponent().bitLength() <= 64
                && verifies(key);
    }

    private static boolean verifies(RSAPublicKey key) {
        try {
            signature().initVerify(key);
            return key.getAlgorithm().equals("RSA");
        } catch (InvalidKeyException _) {
            return false;
        }
    }

    private static Signature signature() {
        try {
            return Signature.getInstance("SHA256withRSA");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java cannot verify SHA256withRSA", e);
        }
    }

    private static boolean isSealed(Retencion retencion, Certificado certificate) {
        return isSigned(CadenaOriginal.of(retencion), retencion.sello(), certificate.certificate());
    }

    /** SAT's stamp 1.0 was sealed otherwise, and is not looked at. */
    private SelloSat ofSat(Timbre timbre) {
        X509Certificate certificate = ofSat.get(timbre.noCertificadoSat());
        if (certificate == null || !timbre.version().equals("1.1") || !isUsual(new Certificado(certificate))) {
            return SelloSat.NO_VERIFICADO;
        }
        return isSigned(CadenaOriginal.ofTimbre(timbre), timbre.selloSat(), certificate)
                ? SelloSat.VERIFICADO
                : SelloSat.ALTERADO;
    }

    private static boolean isSigned(String cadena, String seal, X509Certificate certificate) {
        try {
            byte[] signed = Base64.getDecoder().decode(unbroken(seal));
            Signature signature = signature();
            signature.initVerify(certificate.getPublicKey());
            signature.update(cadena.getBytes(StandardCharsets.UTF_8));
            return signature.verify(signed);
        } catch (IllegalArgumentException | SignatureException notASeal) {
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("A key that was looked at before does not verify", e);
        }
    }

    /** Lines of base64 may be broken. */
    private static String unbroken(String base64) {
        return base64.replace(" ", "");
    }

    private static Match match(boolean equal) {
        return equal ? Match.YES : Match.NO;
    }

    private static List<Finding> findings(
            Names names,
            SealResult.Sello sello,
            Optional<Reason> reason,
            Match number,
            Match rfc,
            Match inForce,
            Match selloCfd,
            SelloSat selloSat) {
        List<Finding> findings = new ArrayList<>();
        if (sello == SealResult.Sello.ALTERADO) {
            findings.add(Finding.of("Retenciones", "Sello", Rule.SEAL_ALTERED));
        }
        if (reason.isPresent()) {
            findings.add(Finding.of("Retenciones", "Sello", Rule.SEAL_UNVERIFIABLE));
        }
        if (number == Match.NO) {
            findings.add(Finding.of("Retenciones", names.noCertificado(), Rule.CERTIFICATE_NUMBER_DIFFERS));
        }
        if (rfc == Match.NO) {
            findings.add(Finding.of("Emisor", names.rfcE(), Rule.CERTIFICATE_RFC_DIFFERS));
        }
        if (inForce == Match.NO) {
            findings.add(Finding.of("Retenciones", "FechaExp", Rule.CERTIFICATE_NOT_IN_FORCE));
        }
        if (selloCfd == Match.NO) {
            findings.add(Finding.of("Complemento/TimbreFiscalDigital", "SelloCFD", Rule.SELLO_CFD_DIFFERS));
        }
        if (selloSat == SelloSat.ALTERADO) {
            findings.add(Finding.of("Complemento/TimbreFiscalDigital", "SelloSAT", Rule.SAT_SEAL_ALTERED));
        }
        return findings;
    }
}

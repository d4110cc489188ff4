package org.valija.server.retenciones;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the seals of a document show. An issuer's seal that is whole says that nobody changed the document since it was sealed
 * with the certificate inside; it does not say who issued that certificate.
 *
 * @param reason why the issuer's seal could not be verified; present exactly then
 * @param findings all that is wrong with seals and certificate
 */
public record SealResult(
        Sello sello,
        Optional<Reason> reason,
        Match certificateNumber,
        Match certificateRfc,
        Match inForceAtIssue,
        Match selloCfd,
        SelloSat selloSat,
        List<Finding> findings) {

    /** The issuer's seal. */
    public enum Sello {
        INTEGRO,
        ALTERADO,
        NO_VERIFICABLE;

        /** Of its words in bundle {@code retenciones}. */
        public String key() {
            return "retenciones.seal." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Why a seal cannot be verified. */
    public enum Reason {
        NO_SEAL,
        NO_CERTIFICATE,
        CERTIFICATE_UNREADABLE,
        /** Not RSA of a size that SAT gives. */
        KEY_UNUSUAL,
        /** Version 1.0 is read, not verified. */
        OLD_VERSION;

        /** Of its words in bundle {@code retenciones}. */
        public String key() {
            return "retenciones.seal.reason." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether two things that should be equal are. */
    public enum Match {
        YES,
        NO,
        /** One of the two is not there. */
        UNKNOWN
    }

    /** SAT's own seal over the stamp. */
    public enum SelloSat {
        VERIFICADO,
        ALTERADO,
        /** No certificate of SAT with that number is configured, or there is no stamp. */
        NO_VERIFICADO;

        /** Of its words in bundle {@code retenciones}. */
        public String key() {
            return "retenciones.seal.sat." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SealResult {
        findings = List.copyOf(findings);
    }

    /** Nothing was seen that speaks against the document. */
    public boolean isIntact() {
        return sello == Sello.INTEGRO && findings.isEmpty();
    }
}

package org.valija.server.tls;

import org.springframework.stereotype.Component;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.web.Attention;

/** Tells who looks after the installation, at every page, while the certificate wants somebody's care. */
@Component
class CertificateAttention implements Attention {

    private final ConsoleCertificate certificate;
    private final CurrentUser current;

    CertificateAttention(ConsoleCertificate certificate, CurrentUser current) {
        this.certificate = certificate;
        this.current = current;
    }

    @Override
    public String path() {
        return CertificateController.PATH;
    }

    @Override
    public long count() {
        return certificate.needsCare() && current.may(Function.OPERATIONS, Operation.VIEW) ? 1 : 0;
    }

    @Override
    public String key() {
        return "tls.nav.attention";
    }
}

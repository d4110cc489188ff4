package org.valija.server.tls;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.web.NavigationItem;

/** The page <em>Certificado</em>: what the console shows to browsers, until when, and what is wrong with its renewal. */
@Controller
class CertificateController {

    static final String PATH = "/sistema/certificado";

    private static final Pattern ZEROS = Pattern.compile("(?:^|:)(?:0(?::|$)){2,}");

    private final ConsoleCertificate certificate;
    private final CurrentUser current;

    CertificateController(ConsoleCertificate certificate, CurrentUser current) {
        this.certificate = certificate;
        this.current = current;
    }

    @Bean
    static NavigationItem certificateItem() {
        return new NavigationItem(NavigationItem.Section.SYSTEM, 97, PATH, "tls.nav", Function.OPERATIONS);
    }

    @GetMapping(PATH)
    String show(Model model, Locale locale) {
        current.must(Function.OPERATIONS, Operation.VIEW);
        model.addAttribute("on", certificate.isOn());
        model.addAttribute("trouble", certificate.trouble(locale).orElse(""));
        model.addAttribute("days", certificate.daysLeft().orElse(0));
        model.addAttribute("kept", certificate.isKept());
        model.addAttribute("soon", certificate.endsSoon());
        model.addAttribute("selfSigned", certificate.isSelfSigned());
        model.addAttribute("fingerprint", certificate.fingerprint().orElse(""));
        model.addAttribute("ends", certificate.ends().orElse(null));
        model.addAttribute(
                "names",
                certificate.current().map(Certificate::names).orElse(List.of()).stream()
                        .map(CertificateController::shown)
                        .toList());
        model.addAttribute(
                "issuer",
                certificate
                        .current()
                        .map(now -> now.leaf().getIssuerX500Principal().getName())
                        .orElse(""));
        return "tls/page";
    }

    /** An IPv6 address as people write it: {@code ::1}, not {@code 0:0:0:0:0:0:0:1} (RFC 5952 §4.2). */
    private static String shown(String name) {
        return ZEROS.matcher(name).replaceFirst("::");
    }
}

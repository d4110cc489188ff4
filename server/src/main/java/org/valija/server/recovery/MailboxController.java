package org.valija.server.recovery;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.Grant;
import org.valija.server.accounts.ConsoleAddress;
import org.valija.server.recovery.SystemMailbox.Standing;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;

/** <em>Buzón del sistema</em>. */
@Controller
class MailboxController {

    static final String PATH = "/sistema/buzon";

    private final SystemMailbox mailbox;
    private final CurrentUser current;
    private final ConsoleAddress address;
    private final MessageSource messages;

    MailboxController(SystemMailbox mailbox, CurrentUser current, ConsoleAddress address, MessageSource messages) {
        this.mailbox = mailbox;
        this.current = current;
        this.address = address;
        this.messages = messages;
    }

    @Bean
    static NavigationItem mailboxItem() {
        return new NavigationItem(NavigationItem.Section.SYSTEM, 95, PATH, "mailbox.nav", Function.SYSTEM_MAILBOX);
    }

    @GetMapping(PATH)
    String show(HttpServletRequest request, Model model) {
        model.addAttribute("accounts", mailbox.candidates());
        List<Standing> standings = mailbox.standings();
        model.addAttribute("standings", standings);
        model.addAttribute("chosen", chosen(standings, 0));
        model.addAttribute("reserve", chosen(standings, 1));
        model.addAttribute("chooses", current.isSupervisor());
        model.addAttribute("trouble", mailbox.trouble());
        model.addAttribute("console", address.toSend(request));
        model.addAttribute("named", address.publicUrl().isPresent());
        return "recovery/mailbox";
    }

    private static long chosen(List<Standing> standings, int place) {
        return standings.size() > place ? standings.get(place).grant().id() : 0;
    }

    /** @param reserve used while the first cannot send; without a first one it is the first */
    @PostMapping(PATH)
    ModelAndView choose(
            @RequestParam("cuenta") Optional<Long> account,
            @RequestParam("reserva") Optional<Long> reserve,
            RedirectAttributes flash) {
        mailbox.choose(Stream.of(account, reserve).flatMap(Optional::stream).toList());
        List<Grant> chosen = mailbox.chosen();
        String key = List.of("mailbox.saved.none", "mailbox.saved", "mailbox.saved.reserve")
                .get(chosen.size());
        flash.addFlashAttribute(
                "good",
                messages.getMessage(key, chosen.stream().map(Grant::email).toArray(), LocaleContextHolder.getLocale()));
        return Pages.seeOther(PATH);
    }
}

package org.valija.server.sessions;

import jakarta.servlet.http.HttpSession;
import java.util.Optional;
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
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;

/** <em>Sesiones</em>. */
@Controller
class SessionController {

    private static final String PATH = "/sesiones";

    private final Sessions sessions;
    private final MessageSource messages;

    SessionController(Sessions sessions, MessageSource messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    @Bean
    static NavigationItem sessionsItem() {
        return new NavigationItem(NavigationItem.Section.SYSTEM, 97, PATH, "sessions.nav", Optional.empty());
    }

    @GetMapping(PATH)
    String show(@RequestParam("usuario") Optional<String> user, HttpSession session, Model model) {
        Optional<String> filter = user.map(String::strip).filter(code -> !code.isEmpty());
        model.addAttribute("own", sessions.own(session.getId()));
        model.addAttribute("seesOthers", sessions.seesOthers());
        model.addAttribute("endsOthers", sessions.endsOthers());
        model.addAttribute("others", sessions.others(filter));
        model.addAttribute("most", Sessions.MOST);
        model.addAttribute("user", filter.orElse(""));
        return "sessions/page";
    }

    @PostMapping(PATH + "/terminar")
    ModelAndView end(
            @RequestParam("usuario") String user, @RequestParam("sesion") String handle, RedirectAttributes flash) {
        sessions.end(user, handle);
        flash.addFlashAttribute("good", text("sessions.ended", user));
        return Pages.seeOther(PATH);
    }

    @PostMapping(PATH + "/terminar-otras")
    ModelAndView endOthers(HttpSession session, RedirectAttributes flash) {
        flash.addFlashAttribute("good", text("sessions.ended.others", sessions.endOwnOthers(session.getId())));
        return Pages.seeOther(PATH);
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}

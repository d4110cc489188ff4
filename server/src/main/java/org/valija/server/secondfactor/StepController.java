package org.valija.server.secondfactor;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.valija.server.sessions.EntrySuccess;
import org.valija.server.users.Entries;
import org.valija.server.users.Entry;
import org.valija.server.users.HalfEntry;
import org.valija.server.users.KnownDevices;
import org.valija.server.web.Pages;

/** The second step of entering, after the key was right. Until it is done the session is nobody's. */
@Controller
class StepController {

    private static final String PATH = "/entrar/codigo";
    private static final String ENTRY = "/entrar";

    private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final HttpSessionCsrfTokenRepository tokens = new HttpSessionCsrfTokenRepository();
    private final CodeCheck check;
    private final Entries entries;
    private final KnownDevices devices;
    private final EntrySuccess success;
    private final Clock clock;

    StepController(CodeCheck check, Entries entries, KnownDevices devices, EntrySuccess success, Clock clock) {
        this.check = check;
        this.entries = entries;
        this.devices = devices;
        this.success = success;
        this.clock = clock;
    }

    @GetMapping(PATH)
    ModelAndView show(HttpSession session, Model model) {
        return half(session).isPresent() ? page(model, false, 0) : Pages.seeOther(ENTRY);
    }

    @PostMapping(PATH)
    @Nullable
    ModelAndView enter(
            @RequestParam("codigo") String code, HttpServletRequest request, HttpServletResponse response, Model model)
            throws IOException, ServletException {
        Optional<HalfEntry> half = half(request.getSession());
        if (half.isEmpty()) {
            return Pages.seeOther(ENTRY);
        }
        return switch (check.take(half.get().userCode(), code, devices.origin(request))) {
            case CodeCheck.Answer.Wrong wrong -> page(model, true, 0);
            case CodeCheck.Answer.Wait wait -> page(model, false, wait.time().toSeconds() + 1);
            case CodeCheck.Answer.Right right -> enter(half.get(), right.mark(), request, response);
        };
    }

    /** Gives nothing where the answer is on its way already. */
    private @Nullable ModelAndView enter(
            HalfEntry half, String mark, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        request.getSession().removeAttribute(HalfEntry.ATTRIBUTE);
        Optional<Entry> entry = entries.bySecondFactor(half, mark);
        if (entry.isEmpty()) {
            return Pages.seeOther(ENTRY + "?error");
        }
        request.changeSessionId();
        tokens.saveToken(null, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(entry.get());
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        success.onAuthenticationSuccess(request, response, entry.get());
        return null;
    }

    private Optional<HalfEntry> half(HttpSession session) {
        return session.getAttribute(HalfEntry.ATTRIBUTE) instanceof HalfEntry half && !half.isOver(clock.instant())
                ? Optional.of(half)
                : Optional.empty();
    }

    private static ModelAndView page(Model model, boolean refused, long wait) {
        model.addAttribute("refused", refused);
        model.addAttribute("wait", wait);
        return new ModelAndView("secondfactor/step", model.asMap());
    }
}

package org.valija.server.catalogues;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.users.CompanyScope;
import org.valija.server.users.User;
import org.valija.server.users.UserSection;
import org.valija.server.users.Users;
import org.valija.server.web.Pages;

/** <em>Empresas autorizadas</em> on a user's page: the companies whose papers the user sees. */
@Controller
class CompanySection implements UserSection {

    private final Companies companies;
    private final Users users;
    private final MessageSource messages;

    CompanySection(Companies companies, Users users, MessageSource messages) {
        this.companies = companies;
        this.users = users;
        this.messages = messages;
    }

    /**
     * What the fragment shows.
     *
     * @param editable whether the present user may choose them
     * @param mayAll whether they may let the user see all
     * @param all whether the user sees all
     * @param lines those that the present user sees
     */
    record Part(boolean editable, boolean mayAll, boolean all, List<Line> lines) {

        /** Those that the user sees. */
        public List<Line> chosen() {
            return lines.stream().filter(Line::chosen).toList();
        }
    }

    /** A company to choose. */
    record Line(Company company, boolean chosen) {}

    @Override
    public String template() {
        return "catalogues/authorised";
    }

    @Override
    public void fill(User user, Model model) {
        CompanyScope scope = users.companies(user);
        List<Line> lines = companies.visible().stream()
                .map(company -> new Line(company, scope.includes(company.id())))
                .toList();
        model.addAttribute("authorised", new Part(users.maySetStanding(user), companies.seesAll(), scope.all(), lines));
    }

    @Override
    public Optional<Pill> pill(User user) {
        return Optional.empty();
    }

    @PostMapping("/usuarios/{code}/empresas")
    ModelAndView authorise(
            @PathVariable String code,
            @RequestParam(name = "todas", defaultValue = "false") boolean all,
            @RequestParam(name = "empresa", defaultValue = "") Set<Long> chosen,
            RedirectAttributes flash) {
        User user = users.own(code);
        users.authorise(user, all ? CompanyScope.EVERY : CompanyScope.of(chosen));
        flash.addFlashAttribute(
                "good",
                messages.getMessage(
                        "users.companies.saved", new Object[] {user.code()}, LocaleContextHolder.getLocale()));
        return Pages.seeOther("/usuarios/" + user.code() + "#empresas-autorizadas");
    }
}

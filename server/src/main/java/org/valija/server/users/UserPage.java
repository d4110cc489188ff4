package org.valija.server.users;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.valija.server.text.Folded;
import org.valija.server.users.UserSection.Pill;
import org.valija.server.web.FieldErrors;

/** What the page of the catalogue shows. */
@Component
class UserPage {

    /** From that many on one searches. */
    private static final int MANY = 12;

    /** How many lines a list has at most. */
    private static final int LONGEST = 200;

    private final Users users;
    private final Profiles profiles;
    private final CurrentUser current;
    private final List<UserSection> sections;

    UserPage(Users users, Profiles profiles, CurrentUser current, List<UserSection> sections) {
        this.users = users;
        this.profiles = profiles;
        this.current = current;
        this.sections = sections;
    }

    /** A line of the list. */
    record Row(User user, Pill pill) {}

    /** A profile to choose. */
    record Choice(Profile profile, boolean chosen) {}

    String show(Model model, User user, String search) {
        model.addAttribute("search", search);
        return show(model, user, UserForm.of(user), FieldErrors.none(), search);
    }

    String show(Model model, User user, UserForm form, FieldErrors errors) {
        return show(model, user, form, errors, "");
    }

    private String show(Model model, User user, UserForm form, FieldErrors errors, String search) {
        boolean mine = user.code().equals(current.code());
        boolean locked = !users.mayMove(user);
        boolean told = !user.recoveryEmail().isEmpty() && !mine;
        model.addAttribute("user", user);
        model.addAttribute("mayChange", users.mayManage(user));
        model.addAttribute("standing", users.maySetStanding(user));
        model.addAttribute("locked", locked);
        model.addAttribute(
                "addressHint",
                "users.recoveryEmail." + (locked && user.isSupervisor() ? "locked" : told ? "told" : "hint"));
        List<UserSection> shown =
                sections.stream().filter(section -> section.isFor(user)).toList();
        shown.forEach(section -> section.fill(user, model));
        model.addAttribute("sections", shown);
        return common(model, form, errors, Optional.of(user), search);
    }

    String empty(Model model, UserForm form, FieldErrors errors) {
        model.addAttribute("sections", List.of());
        model.addAttribute("mayChange", true);
        model.addAttribute("standing", true);
        model.addAttribute("locked", false);
        model.addAttribute("addressHint", "users.recoveryEmail.hint");
        model.addAttribute("longestCode", UserCheck.LONGEST_CODE);
        return common(model, form, errors, Optional.empty(), "");
    }

    private String common(Model model, UserForm form, FieldErrors errors, Optional<User> shown, String search) {
        List<User> visible = users.visible();
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("choices", choices(form, shown));
        model.addAttribute("languages", Language.values());
        model.addAttribute("mayRegister", users.mayRegister());
        model.addAttribute("many", visible.size() > MANY);
        List<User> found = search.isBlank() ? visible : found(visible, search);
        model.addAttribute("found", found.size());
        model.addAttribute("more", found.size() > LONGEST);
        model.addAttribute(
                "rows",
                found.stream()
                        .limit(LONGEST)
                        .map(user -> new Row(user, pill(user)))
                        .toList());
        model.addAttribute("profiles", names());
        return "users/page";
    }

    private Map<String, Profile> names() {
        return profiles.all().stream().collect(Collectors.toMap(Profile::code, UnaryOperator.identity()));
    }

    /** What may be given, and what the user has. */
    private List<Choice> choices(UserForm form, Optional<User> shown) {
        String chosen = shown.filter(user -> !users.maySetStanding(user))
                .map(User::profile)
                .orElse(form.profile());
        return profiles.all().stream()
                .filter(profile -> current.covers(profile)
                        || shown.filter(user -> user.profile().equals(profile.code()))
                                .isPresent())
                .map(profile -> new Choice(profile, profile.code().equals(chosen)))
                .toList();
    }

    /** Every word somewhere in code, name or address. */
    private static List<User> found(List<User> users, String search) {
        List<String> words = Folded.words(search);
        return users.stream()
                .filter(user -> {
                    String all = Folded.of(user.code() + " " + user.name() + " " + user.recoveryEmail());
                    return words.stream().allMatch(all::contains);
                })
                .toList();
    }

    private Pill pill(User user) {
        return sections.stream()
                .map(section -> section.pill(user))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new Pill("idle", "users.noState"));
    }
}

package org.valija.server.users;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem.Section;

/** What the page <em>Perfiles</em> shows. */
@Component
class ProfilePage {

    /** As in the navigation. */
    private static final List<Group> GROUPS = List.of(
            new Group(
                    Section.MAIL,
                    Function.ACCOUNTS,
                    Function.CONSENT,
                    Function.OUTBOX,
                    Function.SENDING,
                    Function.BULK,
                    Function.DELIVERY_RECORD),
            new Group(Section.ACCOUNTING, Function.REPORTS),
            new Group(Section.BANKS, Function.BANK_DOCUMENTS, Function.RETENCIONES),
            new Group(
                    Section.CATALOGUES,
                    Function.BENEFICIARIES,
                    Function.COMPANIES,
                    Function.TEMPLATES,
                    Function.USERS,
                    Function.PROFILES),
            new Group(
                    Section.SYSTEM,
                    Function.OAUTH_CLIENT,
                    Function.SYSTEM_MAILBOX,
                    Function.PROGRAMS,
                    Function.ALERTS,
                    Function.OPERATIONS,
                    Function.SESSIONS,
                    Function.AUDIT));

    private final Profiles profiles;
    private final CurrentUser current;

    ProfilePage(Profiles profiles, CurrentUser current) {
        this.profiles = profiles;
        this.current = current;
    }

    /** Functions under one heading. */
    private record Group(Section section, List<Function> functions) {
        Group(Section section, Function... functions) {
            this(section, List.of(functions));
        }
    }

    /** The functions under one heading of the table. */
    record Part(Section section, List<Row> rows) {}

    /** A line of the table. */
    record Row(Function function, List<Cell> cells) {}

    /**
     * A box of the table.
     *
     * @param there whether there is something to permit
     * @param fixed whether it cannot be changed: by nobody, or not by who may not so much
     */
    record Cell(Operation operation, boolean there, boolean ticked, boolean fixed) {}

    /** An entry of the list. */
    record Entry(Profile profile, int users) {}

    /** Every function stands in the table. */
    static Stream<Function> functions() {
        return GROUPS.stream().flatMap(group -> group.functions().stream());
    }

    String show(Model model, Optional<Profile> profile, ProfileForm form, FieldErrors errors) {
        boolean editable = profile.map(profiles::mayChange).orElse(true);
        model.addAttribute("profile", profile.orElse(null));
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("editable", editable);
        model.addAttribute("requirable", profile.map(profiles::mayRequire).orElse(true));
        model.addAttribute("deletable", profile.filter(profiles::mayDelete).isPresent());
        model.addAttribute("administering", editable && current.administers());
        model.addAttribute("operations", Operation.values());
        model.addAttribute(
                "parts",
                GROUPS.stream()
                        .map(group -> new Part(
                                group.section(),
                                group.functions().stream()
                                        .map(function -> row(function, form, editable))
                                        .toList()))
                        .toList());
        var holders = profiles.holders();
        model.addAttribute(
                "entries",
                profiles.all().stream()
                        .map(one -> new Entry(one, holders.getOrDefault(one.code(), 0)))
                        .toList());
        return "users/profiles";
    }

    private Row row(Function function, ProfileForm form, boolean editable) {
        return new Row(
                function,
                Arrays.stream(Operation.values())
                        .map(operation -> new Cell(
                                operation,
                                function.has(operation),
                                form.has(function, operation),
                                !editable || !current.may(function, operation)))
                        .toList());
    }
}

package org.valija.server.consent;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.outbox.Outbox;
import org.valija.outbox.WaitingCount;
import org.valija.server.ValijaProperties;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.Authentication.Way;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** What the page says to a person who may never have seen Valija. */
@Component
class ConsentPages {

    private final ConsentLinks links;
    private final Accounts accounts;
    private final Users users;
    private final Outbox outbox;
    private final ValijaProperties properties;

    ConsentPages(ConsentLinks links, Accounts accounts, Users users, Outbox outbox, ValijaProperties properties) {
        this.links = links;
        this.accounts = accounts;
        this.users = users;
        this.outbox = outbox;
        this.properties = properties;
    }

    /**
     * The person's view.
     *
     * @param asker who asks, as people call them; empty for the installation itself
     * @param owner whose account it is, as people call them
     * @param waiting how many mails leave once it is authorised again
     * @param again whether it had been authorised before
     */
    record Asked(String asker, String company, String owner, String provider, boolean again, long waiting) {}

    void fill(ConsentLink link, Optional<Way> way, Model model) {
        model.addAttribute("link", link);
        model.addAttribute("state", links.state(link));
        model.addAttribute("asked", asked(link));
        model.addAttribute("byHand", way.filter(Way.BY_HAND::equals).isPresent());
    }

    private Asked asked(ConsentLink link) {
        Optional<Grant> dead = links.known(link).filter(grant -> grant.state() == GrantState.NEEDS_AUTHENTICATION);
        return new Asked(
                link.origin() == ConsentOrigin.ADMINISTRATOR ? name(link.asker()) : link.asker(),
                properties.company(),
                name(link.userCode()),
                accounts.providerName(link.providerId()),
                dead.isPresent(),
                dead.map(grant -> waiting(grant.id())).orElse(0L));
    }

    private long waiting(long grantId) {
        return outbox.waiting().stream()
                .filter(count -> count.grantId() == grantId)
                .mapToLong(WaitingCount::mails)
                .sum();
    }

    private String name(String code) {
        return users.find(code).map(User::name).filter(name -> !name.isBlank()).orElse(code);
    }
}

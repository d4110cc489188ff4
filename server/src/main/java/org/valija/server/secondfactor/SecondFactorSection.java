package org.valija.server.secondfactor;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.valija.server.users.User;
import org.valija.server.users.UserSection;

/** Whether a user has a second factor, on the user's page; and the way to take it away for who has lost the telephone. */
@Component
class SecondFactorSection implements UserSection {

    private final SecondFactors factors;

    SecondFactorSection(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public String template() {
        return "secondfactor/section";
    }

    @Override
    public void fill(User user, Model model) {
        model.addAttribute("factor", factors.of(user));
        model.addAttribute("removesFactor", factors.mayRemove(user));
    }

    @Override
    public Optional<Pill> pill(User user) {
        return Optional.empty();
    }
}

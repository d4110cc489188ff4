package org.valija.server.users;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** How users stand now. Within a request it is read once; elsewhere, each time. Thread-safe. */
@Component
class Standings {

    private static final String ATTRIBUTE = Standings.class.getName() + ".of.";

    private final UserTable users;
    private final ProfileTable profiles;
    private final UserCompanyTable companies;

    Standings(UserTable users, ProfileTable profiles, UserCompanyTable companies) {
        this.users = users;
        this.profiles = profiles;
        this.companies = companies;
    }

    Standing now(String userCode) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request == null) {
            return read(userCode);
        }
        String name = ATTRIBUTE + userCode;
        if (request.getAttribute(name, RequestAttributes.SCOPE_REQUEST) instanceof Standing known) {
            return known;
        }
        Standing read = read(userCode);
        request.setAttribute(name, read, RequestAttributes.SCOPE_REQUEST);
        return read;
    }

    private Standing read(String userCode) {
        return users.find(userCode)
                .filter(User::active)
                .map(user -> new Standing(
                        profiles.find(user.profile()).orElse(Standing.NONE.profile()),
                        user.allCompanies() ? CompanyScope.EVERY : CompanyScope.of(companies.of(userCode)),
                        user.language()))
                .orElse(Standing.NONE);
    }
}

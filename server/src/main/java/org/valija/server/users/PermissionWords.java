package org.valija.server.users;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Profiles and permissions in the reader's language. Used by the templates as {@code words}. */
@Component("words")
class PermissionWords {

    private final MessageSource messages;

    PermissionWords(MessageSource messages) {
        this.messages = messages;
    }

    /** What a profile is called. */
    public String profile(Profile profile) {
        return profile.name().isEmpty() ? text("profiles.name." + profile.code()) : profile.name();
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}

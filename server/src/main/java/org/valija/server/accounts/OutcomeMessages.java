package org.valija.server.accounts;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.mail.Outcome;
import org.valija.server.web.Say;

/** The words about how a delivery ended, in the reader's language. */
@Component
public class OutcomeMessages {

    private final MessageSource messages;

    OutcomeMessages(MessageSource messages) {
        this.messages = messages;
    }

    /** The three parts about a result. */
    public Say explain(String code, String detail, String email) {
        String key = "result." + code;
        return new Say(text(key, email), text(key + ".side", email), text(key + ".do", email), detail);
    }

    /** The key of an outcome's words, without its prefix. */
    public static String code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "sent";
            case Outcome.Unknown unknown -> "unknown";
            case Outcome.Deferred deferred ->
                switch (deferred.cause()) {
                    case UNREACHABLE -> "unreachable";
                    case CERTIFICATE -> "certificate";
                    case NOT_OFFERED -> "encryption";
                    case SERVER -> "deferred";
                    case TOKEN -> "notnow";
                };
            case Outcome.Rejected rejected ->
                switch (rejected.cause()) {
                    case RECIPIENTS -> "recipients";
                    case SIZE -> "size";
                    case SMTPUTF8, MESSAGE -> "rejected";
                };
            case Outcome.Held held ->
                switch (held.reason()) {
                    case NEEDS_AUTHENTICATION -> "permission";
                    case NEEDS_ADMIN -> "admin";
                    case QUOTA_REACHED -> "quota";
                    case SUBMISSION_DISABLED -> "disabled";
                    case SENDER_NOT_ALLOWED -> "sender";
                    case PERMISSION_MISSING -> "scope";
                    case API_DISABLED -> "api";
                    case MAILBOX_MISSING -> "mailbox";
                    case ACCESS_BLOCKED -> "blocked";
                };
        };
    }

    /** The server's own words. */
    public static String detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered.reply().toString();
            case Outcome.Unknown unknown -> unknown.detail();
            case Outcome.Deferred deferred -> deferred.detail();
            case Outcome.Rejected rejected -> rejected.reply().toString();
            case Outcome.Held held -> held.detail();
        };
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}

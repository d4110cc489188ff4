package org.valija.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.valija.server.mailroom.MailReport;
import org.valija.server.mailroom.Overview;
import org.valija.server.outbox.OutboxStandings.Node;
import org.valija.server.web.Say;

/** How mail and accounts are told to a program: the same from this machine's installation and from a service elsewhere. */
final class MailroomJson {

    private MailroomJson() {}

    static Map<String, Object> mail(MailReport mail) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", mail.id());
        data.put("state", mail.state());
        data.put("standing", mail.standing());
        mail.held().ifPresent(kind -> data.put("held", kind));
        data.put("from", mail.from());
        data.put("recipients", mail.recipients());
        data.put("subject", mail.subject());
        data.put("messageId", mail.messageId());
        data.put("acceptedAt", mail.acceptedAt().toString());
        mail.nextAttemptAt().ifPresent(time -> data.put("nextAttemptAt", time.toString()));
        mail.endedAt().ifPresent(time -> data.put("endedAt", time.toString()));
        data.put("attemptCount", mail.attemptCount());
        mail.cause().ifPresent(cause -> data.put("cause", cause));
        mail.words().ifPresent(say -> data.put("words", words(say)));
        return data;
    }

    static Map<String, Object> overview(Overview overview) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("needsSomebody", overview.needsSomebody());
        data.put(
                "accounts",
                overview.accounts().stream().map(MailroomJson::account).toList());
        overview.nodes()
                .ifPresent(nodes ->
                        data.put("nodes", nodes.stream().map(MailroomJson::node).toList()));
        return data;
    }

    private static Map<String, Object> account(Overview.Account account) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", account.id());
        data.put("user", account.user());
        data.put("email", account.email());
        data.put("provider", account.providerId());
        data.put("providerName", account.providerName());
        data.put("state", account.state());
        data.put("needsSomebody", account.needsSomebody());
        account.lastError().ifPresent(say -> data.put("lastError", words(say)));
        account.hold().ifPresent(hold -> data.put("hold", hold(hold)));
        data.put("waiting", new TreeMap<>(account.waiting()));
        return data;
    }

    private static Map<String, Object> hold(Overview.Hold hold) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", hold.kind());
        data.put("since", hold.since().toString());
        hold.resumeAt().ifPresent(time -> data.put("resumeAt", time.toString()));
        data.put("words", words(hold.reason()));
        return data;
    }

    private static Map<String, Object> node(Node node) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", node.name());
        data.put("startedAt", node.startedAt().toString());
        data.put("seenAt", node.seenAt().toString());
        data.put("alive", node.alive());
        return data;
    }

    private static Map<String, Object> words(Say say) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("what", say.what());
        data.put("side", say.side());
        data.put("todo", say.todo());
        data.put("code", say.code());
        return data;
    }
}

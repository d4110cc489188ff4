package org.valija.server.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.valija.server.mailroom.MailReport;
import org.valija.server.mailroom.Overview;
import org.valija.server.web.Say;

/** How mail and accounts are told to a program: the same from this machine's installation and from a service elsewhere. */
final class MailroomJson {

    private MailroomJson() {}

    static Map<String, Object> mail(MailReport mail) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", mail.id());
        data.put("state", word(mail.state()));
        mail.held().ifPresent(kind -> data.put("held", word(kind)));
        data.put("standing", word(mail.standing()));
        data.put("from", mail.from());
        data.put("to", mail.to());
        data.put("subject", mail.subject());
        data.put("messageId", mail.messageId());
        data.put("acceptedAt", mail.acceptedAt().toString());
        mail.endedAt().ifPresent(time -> data.put("endedAt", time.toString()));
        mail.nextAt().ifPresent(time -> data.put("nextAt", time.toString()));
        data.put("attempts", mail.attempts());
        mail.trouble().ifPresent(say -> data.put("trouble", say(say)));
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
        data.put("address", account.address());
        data.put("provider", account.provider());
        data.put("state", word(account.state()));
        data.put("needsSomebody", account.needsSomebody());
        account.trouble().ifPresent(say -> data.put("trouble", say(say)));
        account.hold().ifPresent(hold -> {
            Map<String, Object> held = new LinkedHashMap<>();
            held.put("kind", word(hold.kind()));
            held.put("since", hold.since().toString());
            hold.resumeAt().ifPresent(time -> held.put("resumeAt", time.toString()));
            held.put("reason", say(hold.reason()));
            data.put("hold", held);
        });
        Map<String, Long> waiting = new TreeMap<>();
        account.waiting().forEach((state, mails) -> waiting.put(word(state), mails));
        data.put("waiting", waiting);
        return data;
    }

    private static Map<String, Object> node(Overview.Node node) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", node.name());
        data.put("startedAt", node.startedAt().toString());
        data.put("seenAt", node.seenAt().toString());
        data.put("alive", node.alive());
        return data;
    }

    private static Map<String, Object> say(Say say) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("what", say.what());
        data.put("side", say.side());
        data.put("do", say.todo());
        data.put("code", say.code());
        return data;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

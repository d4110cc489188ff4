package org.valija.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.simulator.inbox.ReceivedMessage;

/** What somebody who asked for a link finds in the mailbox. */
final class RecoveryLink {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("https://" + Chromium.CONSOLE_NAME + "/recuperar/\\S+");

    private RecoveryLink() {}

    /** The link in the latest of so many mails to that address. */
    static URI in(Person person, int mails, String address) {
        List<ReceivedMessage> all = person.simulator().inbox().await(mails, PATIENCE);
        ReceivedMessage latest = all.get(mails - 1);
        assertThat(latest.envelope().recipients()).containsExactly(address);
        String text = latest.mime().readablePart().orElseThrow().text();
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return URI.create(link.group());
    }
}

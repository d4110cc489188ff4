package org.valija.server.outbox;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;

/**
 * Which mails the page shows, as its address says.
 *
 * @param estado name of a state; another word counts for all
 * @param cuenta an account
 * @param lote name of a batch
 * @param palabras in subject, recipients or Message-ID
 * @param antes where an earlier page ended
 */
record OutboxQuery(
        @Nullable String estado,
        @Nullable Long cuenta,
        @Nullable String lote,
        @Nullable String palabras,
        @Nullable Long antes) {

    /** The state that is looked for. */
    public Optional<MessageState> state() {
        return Arrays.stream(MessageState.values())
                .filter(state -> state.name().equals(estado))
                .findFirst();
    }

    Optional<Long> account() {
        return Optional.ofNullable(cuenta);
    }

    Optional<Long> olderThan() {
        return Optional.ofNullable(antes);
    }

    MailFilter filter() {
        return new MailFilter(state(), MailFilter.ALL.accounts(), text(lote), text(palabras));
    }

    /** Whether it shows a part alone. */
    public boolean isNarrow() {
        return state().isPresent()
                || cuenta != null
                || text(lote).isPresent()
                || text(palabras).isPresent();
    }

    /** The same in another state; empty for all. */
    public String in(String state) {
        return at(OutboxController.PATH, new OutboxQuery(state, cuenta, lote, palabras, null));
    }

    /** The page of a batch. */
    public String ofBatch(String batch) {
        return at(OutboxController.PATH, new OutboxQuery(null, null, batch, null, null));
    }

    /** Where this page goes on. */
    public String from(long id) {
        return at(OutboxController.PATH, new OutboxQuery(estado, cuenta, lote, palabras, id));
    }

    /** The same from its beginning. */
    public String latest() {
        return at(OutboxController.PATH, new OutboxQuery(estado, cuenta, lote, palabras, null));
    }

    String page() {
        return at(OutboxController.PATH, this);
    }

    /** The address under which the head of this page renews itself. */
    String head(String shown, String version) {
        return UriComponentsBuilder.fromUriString(at(OutboxController.PATH + "/cabeza", this))
                .queryParam("abiertos", shown)
                .queryParam("v", version)
                .build(true)
                .toUriString();
    }

    private static String at(String path, OutboxQuery query) {
        UriComponentsBuilder builder = UriComponentsBuilder.fromPath(path);
        query.state().ifPresent(state -> builder.queryParam("estado", state));
        query.account().ifPresent(account -> builder.queryParam("cuenta", account));
        text(query.lote).ifPresent(batch -> builder.queryParam("lote", "{lote}"));
        text(query.palabras).ifPresent(words -> builder.queryParam("palabras", "{palabras}"));
        query.olderThan().ifPresent(id -> builder.queryParam("antes", id));
        return builder.encode()
                .buildAndExpand(Map.of(
                        "lote",
                        text(query.lote).orElse(""),
                        "palabras",
                        text(query.palabras).orElse("")))
                .toUriString();
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(stripped -> !stripped.isEmpty());
    }
}

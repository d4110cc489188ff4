package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.valija.oauth.Grant;
import org.valija.outbox.HoldKind;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.outbox.WaitingCount;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.AccountView;
import org.valija.server.accounts.Accounts;
import org.valija.server.api.MessageBody.Words;
import org.valija.server.outbox.OutboxStandings;
import org.valija.server.outbox.OutboxStandings.Hold;
import org.valija.server.outbox.OutboxStandings.Standing;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

/** {@code /api/v1/outbox}: what waits, and why. */
@RestController
@RequestMapping(path = ApiSecurity.ROOT + "/outbox", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiOutboxController {

    private final Accounts accounts;
    private final AccountOwners owners;
    private final OutboxStandings standings;
    private final CurrentCaller caller;

    ApiOutboxController(Accounts accounts, AccountOwners owners, OutboxStandings standings, CurrentCaller caller) {
        this.accounts = accounts;
        this.owners = owners;
        this.standings = standings;
        this.caller = caller;
    }

    /**
     * How the outbox stands.
     *
     * @param accounts those asked for
     * @param nodes processes that deliver; for programs that act for any user
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OutboxBody(List<AccountMail> accounts, Optional<List<OutboxStandings.Node>> nodes) {
        OutboxBody {
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * An account's mail.
     *
     * @param account its id
     * @param waiting how many mails have not ended, by state
     * @param hold what keeps all of it from leaving
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccountMail(long account, Map<MessageState, Long> waiting, Optional<HoldBody> hold) {
        AccountMail {
            waiting = Map.copyOf(waiting);
        }
    }

    /**
     * Why no mail of an account leaves.
     *
     * @param kind whose turn it is
     * @param since when it was found
     * @param resumeAt when it is tried again by itself
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record HoldBody(HoldKind kind, Instant since, Optional<Instant> resumeAt, Words words) {
        static HoldBody of(Hold found) {
            return new HoldBody(
                    found.hold().kind(), found.hold().since(), found.hold().resumeAt(), Words.of(found.words()));
        }
    }

    /** What lets others in is not told to who only shares the account that it leaves from. */
    private boolean mayBeToldOf(WaitingCount count) {
        return count.lane() != Lane.RECOVERY || owners.manages(count.grantId());
    }

    @GetMapping
    OutboxBody outbox(@RequestParam(defaultValue = "") String user) {
        caller.must(Function.OUTBOX, Operation.VIEW);
        Optional<String> about = caller.about(user);
        List<Grant> grants = about.map(accounts::usable).orElseGet(accounts::all).stream()
                .map(AccountView::grant)
                .toList();
        Map<Long, Standing> known = standings.of(grants, this::mayBeToldOf);
        List<AccountMail> mail = known.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new AccountMail(
                        entry.getKey(),
                        entry.getValue().waiting(),
                        entry.getValue().hold().map(HoldBody::of)))
                .toList();
        boolean forAny = caller.token().userCode().isEmpty();
        return new OutboxBody(mail, forAny ? Optional.of(standings.nodes()) : Optional.empty());
    }
}

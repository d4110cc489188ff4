package org.valija.server.mailroom;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.valija.mail.MailAddress;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.QuietStart;
import org.valija.server.accounts.AccountView;
import org.valija.server.accounts.Accounts;
import org.valija.server.api.DirectIntake;
import org.valija.server.api.DirectIntake.Letter;
import org.valija.server.api.RefusedException;
import org.valija.server.database.ExistingInstallation;
import org.valija.server.mailroom.MailroomException.Problem;
import org.valija.server.mailroom.Overview.Account;
import org.valija.server.mailroom.Overview.Hold;
import org.valija.server.outbox.MailView;
import org.valija.server.outbox.MailWords;
import org.valija.server.outbox.NodeDeliveries;
import org.valija.server.outbox.OutboxStandings;
import org.valija.server.outbox.OutboxStandings.Node;
import org.valija.server.outbox.OutboxStandings.Standing;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Users;

/**
 * The installation of this machine, by its database and key file, beside a service that may be running on them. Whoever can
 * read both may do everything, and so acts as an administrator here.
 */
public final class LocalMailroom implements Mailroom {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final ConfigurableApplicationContext context;
    private final Users users;
    private final OAuth oauth;
    private final Outbox outbox;
    private final Accounts accounts;
    private final MailWords words;
    private final OutboxStandings standings;
    private final Clock clock;

    private LocalMailroom(ConfigurableApplicationContext context) {
        this.context = context;
        this.users = context.getBean(Users.class);
        this.oauth = context.getBean(OAuth.class);
        this.outbox = context.getBean(Outbox.class);
        this.accounts = context.getBean(Accounts.class);
        this.words = context.getBean(MailWords.class);
        this.standings = context.getBean(OutboxStandings.class);
        this.clock = context.getBean(Clock.class);
    }

    /**
     * Opens the installation.
     *
     * @param properties stronger than every file and environment variable
     * @throws org.valija.server.database.NoInstallationException when there is none
     */
    public static LocalMailroom open(Map<String, Object> properties) {
        String[] arguments = properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        ConfigurableApplicationContext context = QuietStart.run(
                new SpringApplicationBuilder(LocalMailroomApplication.class)
                        .web(WebApplicationType.NONE)
                        .initializers(new ExistingInstallation()),
                arguments);
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        "valija", "", AuthorityUtils.createAuthorityList(CurrentUser.INSTALLATION)));
        return new LocalMailroom(context);
    }

    @Override
    public AcceptedMail send(MailOrder order) {
        Letter letter = new Letter(
                order.user(),
                order.from().orElse(""),
                order.to(),
                order.cc(),
                order.bcc(),
                order.replyTo().orElse(""),
                order.subject(),
                order.text(),
                order.attachments());
        try {
            long id = context.getBean(DirectIntake.class).accept(letter, order.key());
            long alive = standings.nodes().stream().filter(Node::alive).count();
            return new AcceptedMail(id, OptionalInt.of((int) alive));
        } catch (RefusedException e) {
            throw Refusals.of(e.status(), e.code(), e.words());
        } catch (UncheckedIOException e) {
            throw new MailroomException(Problem.NO_FILE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public MailReport mail(long id) {
        OutboxMail mail = outbox.find(id).orElseThrow(() -> new MailroomException(Problem.NO_MAIL, String.valueOf(id)));
        MailView view = words.view(mail);
        return new MailReport(
                id,
                mail.state(),
                view.reason(),
                view.email(),
                mail.envelope().recipients().stream().map(MailAddress::address).toList(),
                mail.subject(),
                mail.messageId(),
                mail.acceptedAt(),
                view.next(),
                mail.endedAt(),
                mail.attempts(),
                mail.cause().filter(code -> !code.isEmpty()),
                view.trouble());
    }

    /** Where no process delivers, this one does meanwhile: it sends whatever is due, in its order. */
    @Override
    public MailReport await(long id, Duration patience) {
        Instant end = clock.instant().plus(patience);
        Optional<Dispatcher> own = Optional.empty();
        try {
            while (true) {
                MailReport report = mail(id);
                if (report.rests() || clock.instant().isAfter(end)) {
                    return report;
                }
                if (own.isEmpty() && nobodyDelivers()) {
                    own = Optional.of(context.getBean(NodeDeliveries.class).begin());
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return mail(id);
        } finally {
            own.ifPresent(Dispatcher::close);
        }
    }

    @Override
    public Overview overview(Optional<String> user) {
        List<AccountView> views = user.isPresent() ? accounts.of(userCode(user.get())) : accounts.all();
        Map<Long, Standing> known =
                standings.of(views.stream().map(AccountView::grant).toList());
        return new Overview(
                views.stream()
                        .map(view -> account(view, known.get(view.grant().id())))
                        .toList(),
                Optional.of(standings.nodes()));
    }

    private String userCode(String typed) {
        return users.find(typed)
                .orElseThrow(() -> new MailroomException(Problem.NO_USER, typed))
                .code();
    }

    private static Account account(AccountView view, @Nullable Standing standing) {
        Grant grant = view.grant();
        return new Account(
                grant.id(),
                grant.userCode(),
                grant.email(),
                grant.providerId(),
                view.providerName(),
                grant.state(),
                view.trouble(),
                Optional.ofNullable(standing)
                        .flatMap(Standing::hold)
                        .map(found -> new Hold(
                                found.hold().kind(),
                                found.hold().since(),
                                found.hold().resumeAt(),
                                found.words())),
                Optional.ofNullable(standing).map(Standing::waiting).orElse(Map.of()));
    }

    private boolean nobodyDelivers() {
        return standings.nodes().stream().noneMatch(Node::alive);
    }

    @Override
    public Authorization authorize(AuthorizationWish wish) {
        return LocalAuthorization.begin(oauth, users, accounts, wish);
    }

    @Override
    public void close() {
        SecurityContextHolder.clearContext();
        context.close();
    }
}

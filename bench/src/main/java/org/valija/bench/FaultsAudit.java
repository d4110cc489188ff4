package org.valija.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.valija.outbox.Attempt;
import org.valija.outbox.MessageState;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.Database;

/** Holds what was accepted, what arrived and what the outbox has noted against each other. */
final class FaultsAudit {

    private final FaultsTrial trial;
    private final Report report;
    private final String name;
    private final Map<Integer, Integer> arrivals = new TreeMap<>();
    private final Map<String, List<Row>> rows = new HashMap<>();
    private int altered;
    private int strangers;
    private int duplicated;
    private int unexplained;

    /** Shown when something was not sent in time. */
    private static final List<String> WHAT_IS_LEFT = List.of(
            "SELECT emails_id, state, MIN(due_at), MAX(due_at), MAX(begun_at), COUNT(*) FROM outbox_message"
                    + " GROUP BY emails_id, state",
            "SELECT * FROM outbox_account",
            "SELECT task_instance, execution_time, picked, picked_by, last_heartbeat, version FROM outbox_schedule",
            "SELECT * FROM outbox_node",
            "SELECT emails_id, state, connected_at, last_refreshed_at, error_code, error_detail, lease_until, lease_owner FROM grant_state");

    private record Row(long id, MessageState state) {}

    FaultsAudit(FaultsTrial trial, Report report) {
        this.trial = trial;
        this.report = report;
        this.name = trial.plan().name();
    }

    void run() {
        trial.simulator().inbox().messages().forEach(this::count);
        Database database = Database.of(trial.dataSource());
        database.run(this::readRows);
        tell(database);
        if (!trial.tally().drained) {
            WHAT_IS_LEFT.forEach(query -> database.run(connection -> tellRows(connection, query)));
        }
        findDuplicates();
        figures();
        targets();
    }

    private void count(ReceivedMessage message) {
        byte[] octets = message.content();
        OptionalInt number = FaultsMail.number(octets);
        if (number.isEmpty() || number.getAsInt() >= trial.plan().mails()) {
            strangers++;
        } else {
            arrivals.merge(number.getAsInt(), 1, Integer::sum);
            altered += Arrays.equals(octets, FaultsMail.octets(number.getAsInt())) ? 0 : 1;
        }
    }

    private boolean readRows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, message_id, state FROM outbox_message"
                        + " UNION ALL SELECT id, message_id, state FROM outbox_archive")) {
            while (found.next()) {
                rows.computeIfAbsent(found.getString(2), key -> new ArrayList<>())
                        .add(new Row(found.getLong(1), MessageState.valueOf(found.getString(3))));
            }
        }
        return true;
    }

    private boolean tellRows(Connection connection, String query) throws SQLException {
        report.line("  " + query);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    values.add(found.getMetaData().getColumnLabel(i) + "=" + found.getString(i));
                }
                report.line("    " + values);
            }
        }
        return true;
    }

    private void tell(Database database) {
        FaultsTrial.Tally tally = trial.tally();
        report.line("");
        report.line(said(
                "%s: %,d mails of %d accounts, %d %s",
                name,
                trial.plan().mails(),
                FaultsMail.ACCOUNTS,
                trial.plan().nodes(),
                trial.plan().nodes() == 1 ? "node" : "nodes"));
        report.line(said(
                "  faults for                 %5.0f s, then %.0f s until all was sent",
                tally.seconds, tally.secondsDraining));
        report.line(said("  nodes killed               %5d", tally.kills));
        if (trial.plan().restarts() > 0) {
            report.line(
                    said("  database stopped           %5d fast, %d immediate", tally.fastStops, tally.immediateStops));
        }
        report.line(said(
                "  handed in from here        %5d times in vain, %d once more after that was accepted",
                trial.intake().refusals(), trial.intake().again()));
        trial.mischief().done().forEach((kind, times) -> report.line(said("  server: %-18s %5d", kind, times)));
        report.line(said("  ended FAILED, then retried %5d", tally.failedAsPlanned + tally.failedOtherwise.size()));
        tally.failedOtherwise.forEach(mail -> report.line("  FAILED " + mail));
        attempts(database).forEach((kind, times) -> report.line(said("  attempts: %-40s %6d", kind, times)));
    }

    private static Map<String, Long> attempts(Database database) {
        return database.run(connection -> {
            Map<String, Long> counts = new TreeMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT outcome, cause, COUNT(*) FROM outbox_attempt GROUP BY outcome, cause")) {
                while (found.next()) {
                    String cause = found.getString(2);
                    counts.put(found.getString(1) + (cause == null ? "" : " " + cause), found.getLong(3));
                }
            }
            return counts;
        });
    }

    /** A mail may arrive once more for each attempt of unknown end, and no oftener. */
    private void findDuplicates() {
        for (Map.Entry<Integer, Integer> arrival : arrivals.entrySet()) {
            if (arrival.getValue() > 1) {
                List<Attempt> unknown = rows.getOrDefault(FaultsMail.messageId(arrival.getKey()), List.of()).stream()
                        .flatMap(row -> trial.outbox().attempts(row.id()).stream())
                        .filter(attempt -> attempt.result() == Attempt.Result.UNKNOWN)
                        .toList();
                duplicated++;
                unexplained += arrival.getValue() > 1 + unknown.size() ? 1 : 0;
                report.line(said(
                        "  %s arrived %d times: %s",
                        FaultsMail.messageId(arrival.getKey()),
                        arrival.getValue(),
                        unknown.isEmpty()
                                ? "NO REASON"
                                : unknown.stream().map(FaultsAudit::reason).toList()));
            }
        }
    }

    private static String reason(Attempt attempt) {
        return said(
                "attempt %d by %s: %s %s",
                attempt.number(), attempt.node(), attempt.cause().orElse(""), attempt.detail());
    }

    private void figures() {
        report.figure(name + ".mails", trial.plan().mails());
        report.figure(name + ".accepted", rows.size());
        report.figure(name + ".arrived", arrivals.size());
        report.figure(name + ".duplicates", duplicated);
        report.figure(name + ".kills", trial.tally().kills);
        report.figure(name + ".restarts", trial.tally().fastStops + trial.tally().immediateStops);
        report.figure(name + ".failed", trial.tally().failedAsPlanned);
        report.figure(
                name + ".cuts",
                trial.mischief().done().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private void targets() {
        FaultsTrial.Tally tally = trial.tally();
        Set<String> planned = new HashSet<>();
        int marked = 0;
        for (int number = 0; number < trial.plan().mails(); number++) {
            planned.add(FaultsMail.messageId(number));
            marked += FaultsMail.isForFullMailbox(number) ? 1 : 0;
        }
        List<MessageState> states =
                rows.values().stream().flatMap(List::stream).map(Row::state).toList();
        exactly("mails accepted", planned.size(), trial.intake().accepted());
        exactly("mails in the outbox that were handed in", planned.size(), count(rows.keySet(), planned));
        exactly("mails in the outbox", planned.size(), states.size());
        exactly("mails accepted under two ids", 0, trial.intake().doubled());
        exactly("mails that arrived", planned.size(), arrivals.size());
        exactly("mails that arrived and nobody handed in", 0, strangers);
        exactly("mails that arrived altered", 0, altered);
        exactly("mails that arrived twice without an attempt of unknown end", 0, unexplained);
        exactly("mails left in SENDING", 0, count(states, Set.of(MessageState.SENDING)));
        exactly("mails SENT", planned.size(), count(states, Set.of(MessageState.SENT)));
        exactly("mails FAILED for another reason than planned", 0, tally.failedOtherwise.size());
        report.atLeast(
                name + ": mails FAILED as planned before they were retried", marked, (double) tally.failedAsPlanned);
        exactly("permissions taken back and given again", 1, tally.revoked && tally.restored ? 1 : 0);
        exactly("everything sent in time", 1, tally.drained ? 1 : 0);
        exactly("nodes that ended in order", trial.plan().nodes(), tally.endedInOrder);
    }

    private void exactly(String what, double wanted, double measured) {
        report.exactly(name + ": " + what, wanted, measured);
    }

    private static <T> long count(Iterable<T> all, Set<T> among) {
        long count = 0;
        for (T one : all) {
            count += among.contains(one) ? 1 : 0;
        }
        return count;
    }

    private static String said(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}

package org.valija.outbox;

import org.valija.sql.Dialect;

/** The outbox's table classes. */
record OutboxTables(
        MessageTable messages,
        ArchiveTable archive,
        AttemptTable attempts,
        AccountTable accounts,
        HourTable hours,
        NodeTable nodes,
        ScheduleTable schedule,
        KeyTable keys,
        SearchTable search,
        StandingTable standing) {

    static OutboxTables of(Dialect dialect) {
        return new OutboxTables(
                new MessageTable(dialect),
                new ArchiveTable(dialect),
                new AttemptTable(dialect),
                new AccountTable(dialect),
                new HourTable(dialect),
                new NodeTable(dialect),
                new ScheduleTable(dialect),
                new KeyTable(dialect),
                new SearchTable(dialect),
                new StandingTable(dialect));
    }
}

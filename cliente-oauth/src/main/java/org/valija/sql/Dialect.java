package org.valija.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The databases Valija runs on, and what they spell differently. */
public enum Dialect {
    SQLITE("sqlite", "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"),
    POSTGRESQL("postgresql", "SELECT clock_timestamp()");

    /** Fixed width, so that text order is time order. */
    private static final DateTimeFormatter ISO_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String folder;
    private final String nowQuery;

    Dialect(String folder, String nowQuery) {
        this.folder = folder;
        this.nowQuery = nowQuery;
    }

    /** The dialect of an open connection. */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "sqlite" -> SQLITE;
            case "postgresql" -> POSTGRESQL;
            default ->
                throw new IllegalArgumentException(
                        "Valija keeps its data in SQLite or PostgreSQL; this DataSource is " + product);
        };
    }

    /** Folder of this dialect's schema scripts. */
    public String folder() {
        return folder;
    }

    /** The database's own clock: leases between nodes are measured by it, never by a node's. */
    public Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(nowQuery)) {
            rows.next();
            return instant(rows, 1).orElseThrow();
        }
    }

    /** Binds an instant, cut to milliseconds on both databases so that what is read equals what was written. */
    public void bind(PreparedStatement statement, int index, Instant instant) throws SQLException {
        statement.setObject(index, value(instant));
    }

    /** An instant as this database's column takes it, cut to milliseconds. */
    public Object value(Instant instant) {
        Instant millis = instant.truncatedTo(ChronoUnit.MILLIS);
        return this == SQLITE ? ISO_MILLIS.format(millis) : OffsetDateTime.ofInstant(millis, ZoneOffset.UTC);
    }

    /** Binds an instant or SQL {@code NULL}. */
    public void bind(PreparedStatement statement, int index, Optional<Instant> instant) throws SQLException {
        if (instant.isPresent()) {
            bind(statement, index, instant.get());
        } else {
            statement.setObject(index, null);
        }
    }

    /** Reads what {@link #bind(PreparedStatement, int, Instant)} wrote. */
    public Optional<Instant> instant(ResultSet rows, int column) throws SQLException {
        if (this == SQLITE) {
            return Optional.ofNullable(rows.getString(column)).map(Instant::parse);
        }
        return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Reads what {@link #bind(PreparedStatement, int, Instant)} wrote. */
    public Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
        return instant(rows, rows.findColumn(column));
    }
}

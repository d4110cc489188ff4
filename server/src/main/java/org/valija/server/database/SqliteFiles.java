package org.valija.server.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteDataSource;
import org.valija.oauth.PrivateFiles;
import org.valija.sql.DatabaseException;

/** What is done with a whole SQLite file: opening it as the service does, copying it while it is used, checking it. */
public final class SqliteFiles {

    private static final int BUSY_MILLIS = 10_000;

    /** How long a file's other users are waited for, where they are expected to be none. */
    private static final int ALONE_MILLIS = 1_000;

    private SqliteFiles() {}

    /** Durable at every commit, and patient with whoever holds the one write lock. */
    public static DataSource open(Path file) {
        return open(file, JournalMode.WAL, BUSY_MILLIS);
    }

    /** For one reader and no writer: leaves no other files beside it. */
    public static DataSource openAlone(Path file) {
        return open(file, JournalMode.DELETE, ALONE_MILLIS);
    }

    private static DataSource open(Path file, JournalMode journal, int busyMillis) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(journal);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(busyMillis);
        config.enforceForeignKeys(true);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    /** How free pages are given back can only be said before the first page is written. */
    static void createIfMissing(Path file) {
        if (Files.exists(file)) {
            return;
        }
        SQLiteDataSource plain = new SQLiteDataSource();
        plain.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Copies the database as it is at one moment, while others go on reading and writing it. The copy is one file, readable
     * by its owner alone, and durable when this returns.
     *
     * @throws IOException when the copy cannot be made, or there is such a file already
     * @throws DatabaseException when the database cannot be read
     */
    public static void copy(Path from, Path to) throws IOException {
        PrivateFiles.create(to);
        try (Connection connection = open(from).getConnection();
                PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, to.toString());
            copy.execute();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Whether the file is a whole SQLite database. */
    public static boolean isWhole(Path file) {
        try (Connection connection = openAlone(file).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            return rows.next() && "ok".equals(rows.getString(1));
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Whether no process has the database open. If so, all of it is in the one file afterwards. One that is damaged counts
     * as not used.
     */
    public static boolean isUnused(Path file) {
        try (Connection connection = open(file, JournalMode.WAL, ALONE_MILLIS).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
            return rows.next() && "delete".equals(rows.getString(1));
        } catch (SQLException e) {
            return new DatabaseException(e).kind() != DatabaseException.Kind.LOCKED;
        }
    }
}

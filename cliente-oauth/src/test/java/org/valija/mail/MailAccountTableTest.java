package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.TransportKind;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class MailAccountTableTest {

    private static final Instant NOW = Instant.parse("2026-01-31T15:00:00.123Z");

    private final Database database;
    private final MailAccountTable table;

    MailAccountTableTest(TestDatabase kind) {
        this.database = Database.of(kind.migrated());
        this.table = new MailAccountTable(database.dialect());
    }

    private long grant(String email) {
        return database.run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "INSERT INTO \"Emails\" (\"RowVersion\", \"CodigoUsuario\", \"IdCliente\", \"IdProveedor\","
                                    + " \"EMail\") VALUES (1, 'JUAN', '', 1, '" + email + "') RETURNING \"Id\"")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private Optional<TransportKind> chosen(long grant) {
        return database.run(connection -> table.transport(connection, grant));
    }

    private boolean choose(long grant, TransportKind kind) {
        return database.inTransaction(connection -> {
            table.choose(connection, grant, kind, NOW);
            return true;
        });
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Test
    void anAccountWithoutAChoiceHasNone() {
        assertThat(chosen(grant("juan@empresa.mx"))).isEmpty();
    }

    @Test
    void theLastChoiceCountsAndIsTheAccountsOwn() {
        long juan = grant("juan@empresa.mx");
        long ana = grant("ana@empresa.mx");
        choose(juan, TransportKind.GMAIL_API);
        choose(juan, TransportKind.SMTP);

        assertThat(chosen(juan)).contains(TransportKind.SMTP);
        assertThat(chosen(ana)).isEmpty();
    }

    @Test
    void aChoiceCanBeForgotten() {
        long juan = grant("juan@empresa.mx");
        choose(juan, TransportKind.SMTP);

        database.run(connection -> {
            table.forget(connection, juan);
            return true;
        });

        assertThat(chosen(juan)).isEmpty();
    }

    @Test
    void aRoadThatThisVersionDoesNotKnowIsNoChoice() {
        long juan = grant("juan@empresa.mx");
        choose(juan, TransportKind.SMTP);
        database.run(connection -> execute(connection, "UPDATE mail_account SET transport = 'pigeon'"));

        assertThat(chosen(juan)).isEmpty();
    }

    @Test
    void theChoiceGoesWithTheGrantAndNeverWithoutOne() {
        long juan = grant("juan@empresa.mx");
        choose(juan, TransportKind.SMTP);
        database.run(connection -> execute(connection, "DELETE FROM \"Emails\""));

        assertThat(chosen(juan)).isEmpty();
        assertThatThrownBy(() -> choose(juan + 1, TransportKind.SMTP)).isInstanceOf(DatabaseException.class);
    }
}

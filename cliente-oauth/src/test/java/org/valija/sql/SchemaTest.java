package org.valija.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SchemaTest {

    private final DataSource dataSource;

    SchemaTest(TestDatabase database) {
        this.dataSource = database.create();
    }

    @Test
    void emailsHasExactlyTheNineFieldsOfTheMission() {
        Schema.migrate(dataSource);

        assertThat(columns("Emails"))
                .containsExactly(
                        "Id",
                        "RowVersion",
                        "CodigoUsuario",
                        "IdCliente",
                        "IdProveedor",
                        "EMail",
                        "FechaExpiracion",
                        "AccesToken",
                        "RefreshToken");
    }

    @Test
    void migratingTwiceChangesNothing() {
        Schema.migrate(dataSource);
        Schema.migrate(dataSource);

        assertThat(columns("grant_state")).contains("generation", "lease_until");
    }

    @Test
    void severalProcessesMayMigrateAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> migration = () -> {
                Schema.migrate(dataSource);
                return true;
            };
            for (Future<Boolean> future : pool.invokeAll(List.of(migration, migration, migration, migration))) {
                assertThat(future.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void databaseOfANewerValijaIsRefusedAndLeftAlone() {
        Schema.migrate(dataSource);
        execute("INSERT INTO valija_schema VALUES ('V999__from_the_future.sql', '" + "0".repeat(64) + "', 'later')");

        assertThatThrownBy(() -> Schema.migrate(dataSource))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer Valija")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void scriptThatDiffersFromTheAppliedOneIsRefused() {
        Schema.migrate(dataSource);
        execute("UPDATE valija_schema SET sha256 = '" + "0".repeat(64) + "'");

        assertThatThrownBy(() -> Schema.migrate(dataSource))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("differs");
    }

    private void execute(String sql) {
        Database.of(dataSource).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private List<String> columns(String table) {
        return Database.of(dataSource).run(connection -> {
            List<String> names = new ArrayList<>();
            try (ResultSet rows = connection.getMetaData().getColumns(null, null, table, null)) {
                while (rows.next()) {
                    names.add(rows.getString("COLUMN_NAME"));
                }
            }
            return names;
        });
    }
}

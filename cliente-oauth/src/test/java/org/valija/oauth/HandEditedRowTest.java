package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.oauth.VaultFixture.JUAN;
import static org.valija.oauth.VaultFixture.LUCIA;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.SealBrokenException.Kind;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class HandEditedRowTest {

    @Parameter
    TestDatabase database;

    private VaultFixture fixture;
    private Grant juan;
    private Grant lucia;

    @BeforeEach
    void start() {
        fixture = new VaultFixture(database);
        juan = fixture.connect("JUAN", JUAN);
        lucia = fixture.connect("LUCIA", LUCIA);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aValueOfAnotherRow() {
        for (String column : List.of("RefreshToken", "AccesToken", "IdCliente")) {
            execute("UPDATE \"Emails\" SET \"" + column + "\" = (SELECT \"" + column
                    + "\" FROM \"Emails\" WHERE \"CodigoUsuario\" = 'LUCIA') WHERE \"CodigoUsuario\" = 'JUAN'");
            assertBroken(Kind.EDITED_OR_MOVED, "Emails." + column);
            juan = fixture.connect("JUAN", JUAN);
            assertThat(juan.state()).isEqualTo(GrantState.CONNECTED);
        }
    }

    @Test
    void aValueOfAnotherColumn() {
        execute("UPDATE \"Emails\" SET \"AccesToken\" = \"RefreshToken\" WHERE \"CodigoUsuario\" = 'JUAN'");

        assertBroken(Kind.EDITED_OR_MOVED, "Emails.AccesToken (row " + juan.id() + ")");
    }

    @Test
    void anotherOwner() {
        execute("UPDATE \"Emails\" SET \"CodigoUsuario\" = 'PEDRO' WHERE \"CodigoUsuario\" = 'JUAN'");

        assertBroken(Kind.EDITED_OR_MOVED, "another row, column, owner or address");
    }

    @Test
    void anotherAddress() {
        execute("UPDATE \"Emails\" SET \"EMail\" = 'pedro@bajio.example' WHERE \"CodigoUsuario\" = 'JUAN'");

        assertBroken(Kind.EDITED_OR_MOVED, "another row, column, owner or address");
    }

    @Test
    void anotherProvider() {
        execute("UPDATE \"Emails\" SET \"IdProveedor\" = 2 WHERE \"CodigoUsuario\" = 'JUAN'");

        assertBroken(Kind.EDITED_OR_MOVED, "another row, column, owner or address");
    }

    @Test
    void aTokenWrittenInClear() {
        execute("UPDATE \"Emails\" SET \"RefreshToken\" = '1//by-hand' WHERE \"CodigoUsuario\" = 'JUAN'");

        assertBroken(Kind.NOT_SEALED, "is not a sealed one");
    }

    /** The id in the text is what rows are counted by before a key is dropped: it cannot be edited unnoticed. */
    @Test
    void theKeyIdOfAValue() {
        execute("UPDATE \"Emails\" SET \"RefreshToken\" = REPLACE(\"RefreshToken\", 'v1:', 'v1:1') WHERE"
                + " \"CodigoUsuario\" = 'JUAN'");

        assertBroken(Kind.EDITED_OR_MOVED, "Emails.RefreshToken");
    }

    @Test
    void aKeyThatThisNodeLacksIsTheAdministratorsTurnAndNobodyElses() throws Exception {
        Path behind = fixture.keyFile.resolveSibling("behind.keys");
        Files.copy(fixture.keyFile, behind, StandardCopyOption.COPY_ATTRIBUTES);
        OAuth late = new OAuth(new OAuth.Setup(
                fixture.dataSource,
                behind,
                Providers.standard(),
                fixture.executor,
                fixture.clock,
                "late",
                Optional.empty()));
        VaultAdministration administration =
                new VaultAdministration(fixture.dataSource, KeyFile.at(fixture.keyFile), fixture.clock);
        String added = administration.add();
        administration.makePrimary(added);
        administration.reencrypt(rows -> {});

        assertThatThrownBy(() -> late.vault().accessToken(juan.id()))
                .isInstanceOfSatisfying(
                        SealBrokenException.class, e -> assertThat(e.kind()).isEqualTo(Kind.KEY_MISSING))
                .hasMessageContaining("key " + added)
                .hasMessageContaining("copy the key file")
                .hasMessageContaining("behind.keys");
        Grant shown = late.vault().grant(juan.id()).orElseThrow();
        assertThat(shown.state()).isEqualTo(GrantState.CONNECTED);
        assertThat(shown.lastError().orElseThrow().code()).isEqualTo("key_missing");
        assertThat(fixture.oauth.vault().accessToken(juan.id())).isInstanceOf(TokenResult.Usable.class);

        Files.copy(fixture.keyFile, behind, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        assertThat(late.vault().accessToken(juan.id())).isInstanceOf(TokenResult.Usable.class);
    }

    /** Said, shown, nothing of the row changed, the other account unharmed, and mended by authenticating again. */
    private void assertBroken(Kind kind, String words) {
        String before = row(juan.id());
        TokenVault restarted = fixture.node("node-2").vault();

        assertThatThrownBy(() -> restarted.accessToken(juan.id()))
                .isInstanceOfSatisfying(
                        SealBrokenException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words)
                .hasMessageContaining("Nothing was changed")
                .hasMessageContaining("authenticate the address again");
        Grant shown = restarted.grant(juan.id()).orElseThrow();
        assertThat(shown.state()).isEqualTo(GrantState.NEEDS_AUTHENTICATION);
        assertThat(shown.lastError().orElseThrow().code()).isEqualTo("seal_broken");
        assertThat(row(juan.id())).isEqualTo(before);
        assertThat(restarted.accessToken(lucia.id())).isInstanceOf(TokenResult.Usable.class);
    }

    private String row(long id) {
        return Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM \"Emails\" WHERE \"Id\" = " + id)) {
                rows.next();
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(rows.getString(i)).append('|');
                }
                return text.toString();
            }
        });
    }

    private void execute(String sql) {
        Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }
}

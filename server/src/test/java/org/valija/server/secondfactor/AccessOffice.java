package org.valija.server.secondfactor;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.valija.oauth.Secret;
import org.valija.server.SimulatedSettings;
import org.valija.server.cli.Service;
import org.valija.server.database.SqliteFiles;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** A console with SUPERVISOR inside, and people who come and go with their telephones. */
final class AccessOffice implements AutoCloseable {

    static final String LUISS_KEY = "una frase que solo dice luis";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final Service service;
    private final DataSource database;
    final String key;
    final FormBrowser supervisor = new FormBrowser();

    AccessOffice(Path folder) {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.company", "Comercial del Bajío");
        this.service = Service.start(properties);
        this.key = service.firstStart().supervisorKey().orElseThrow();
        this.database = SqliteFiles.open(folder.resolve("valija.db"));
        enter(supervisor, "SUPERVISOR", key);
    }

    /** An app on a telephone: whose secret it is, and the step that its clock shows. */
    record Telephone(Secret secret, long step) {

        /** As the page for setting up shows it. */
        static Telephone scanning(Page setup) {
            return new Telephone(
                    Secret.of(setup.text("#secreto").replace(" ", "")),
                    Instant.now().getEpochSecond() / 30);
        }

        String code() {
            return Totp.code(secret, step);
        }

        /** Half a minute later. */
        Telephone later() {
            return new Telephone(secret, step + 1);
        }

        /** One that was never right, and will not be for days. */
        String wrong() {
            return Totp.code(secret, step + 100_000);
        }
    }

    URI at(String path) {
        return URI.create(service.address() + path);
    }

    Page enter(FormBrowser who, String code, String withKey) {
        return who.submit(
                who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", withKey));
    }

    /** The second step; the browser is at its page. */
    Page step(FormBrowser who, String code) {
        return who.submit(who.get(at("/entrar/codigo")).form("#segundo-paso").type("codigo", code));
    }

    boolean isIn(FormBrowser who) {
        return !who.get(at("/usuarios")).has("#entrada");
    }

    /** Registers LUIS, who sends; gives a browser in which he has entered and changed the key. */
    FormBrowser luis() {
        Page created = supervisor.submit(supervisor
                .get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "luis")
                .type("name", "Luis Vega")
                .type("profile", "SENDER"));
        FormBrowser luis = new FormBrowser();
        String given = created.text("#clave-nueva");
        enter(luis, "luis", given);
        luis.submit(luis.get(at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", LUISS_KEY)
                .type("confirmacion", LUISS_KEY));
        return luis;
    }

    /** Switches the second factor on; gives the page with the recovery codes. */
    Page switchOn(FormBrowser who, String withKey, Telephone telephone) {
        return who.submit(who.get(at("/segundo-factor/activar"))
                .form("#activar")
                .type("codigo", telephone.code())
                .type("clave", withKey));
    }

    Telephone telephone(FormBrowser who) {
        return Telephone.scanning(who.get(at("/segundo-factor/activar")));
    }

    void sql(String statement) {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String query) {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        simulator.close();
    }
}

package org.valija.server.backup;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.valija.server.ValijaProperties.DatabaseProperties;

/** The commands of PostgreSQL's own tools for the configured database, as a person can paste them. */
record PostgresTools(DatabaseProperties database) {

    private static final String JDBC = "jdbc:";

    String dump(Path file) {
        return password() + "pg_dump --format=custom --file=" + quoted(file.toString()) + connection("--dbname=");
    }

    String restore(Path file) {
        return password() + "pg_restore --exit-on-error --single-transaction" + connection("--dbname=") + " "
                + quoted(file.toString());
    }

    /** The password stays in its file: it is neither printed nor seen in the list of processes. */
    private String password() {
        return Optional.ofNullable(database.passwordFile())
                .map(file -> "PGPASSWORD=\"$(cat " + quoted(file.toString()) + ")\" ")
                .orElse("");
    }

    private String connection(String nameOption) {
        URI address = URI.create(database.url().orElseThrow().substring(JDBC.length()));
        String host = address.getHost() == null ? "localhost" : address.getHost();
        int port = address.getPort() < 0 ? 5432 : address.getPort();
        String path = Optional.ofNullable(address.getPath()).orElse("");
        String name = path.length() > 1 ? path.substring(1) : database.username();
        String user = database.username().isEmpty() ? "" : " --username=" + quoted(database.username());
        return " --host=" + quoted(host) + " --port=" + port + user + " " + nameOption + quoted(name);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

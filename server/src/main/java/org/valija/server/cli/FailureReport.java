package org.valija.server.cli;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.web.server.PortInUseException;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.ProviderDiscoveryException;
import org.valija.oauth.VaultKeyException;
import org.valija.server.backup.BackupException;
import org.valija.server.database.NoInstallationException;
import org.valija.server.mailroom.MailroomException;
import org.valija.sql.DatabaseException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Why a command failed, in words; the stack stays in the log. */
final class FailureReport implements IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Told told = tell(thrown, command);
        new Answer(command.getOut(), command.getParseResult().hasMatchedOption("--json"))
                .data(Map.of("error", told.line(), "exitStatus", told.status().code()));
        return told.status().code();
    }

    /**
     * What a person was told.
     *
     * @param status what the command ends with, where nothing else was done before
     */
    record Told(String line, ExitStatus status) {}

    /** Says on the standard error why something failed. */
    static Told tell(Exception thrown, CommandLine command) {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        Throwable cause = interesting(thrown);
        String line = words(words, cause).orElseGet(() -> {
            LOG.error("{} failed", command.getCommandName(), thrown);
            return words.getString("failure.other").formatted(cause);
        });
        command.getErr().println(command.getColorScheme().errorText(line));
        return new Told(line, status(cause));
    }

    private static ExitStatus status(Throwable cause) {
        return switch (cause) {
            case DatabaseException database -> ExitStatus.of(database.kind());
            case SQLException database -> ExitStatus.of(new DatabaseException(database).kind());
            case MailroomException mail -> ExitStatus.of(mail.problem());
            default -> ExitStatus.FAILED;
        };
    }

    private static Optional<String> words(ResourceBundle words, Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case PortInUseException port ->
                        words.getString("failure.port").formatted(port.getPort());
                    case DatabaseException database -> database(words, database);
                    case SQLException database -> database(words, new DatabaseException(database));
                    case NoInstallationException none ->
                        words.getString("doctor.noinstallation").formatted(none.folder());
                    case VaultKeyException key ->
                        words.getString("failure.keys." + key.problem())
                                .formatted(key.details().toArray());
                    case BackupException backup ->
                        words.getString("failure.backup." + backup.problem())
                                .formatted(backup.details().toArray());
                    case MailroomException mail ->
                        words.getString("failure.mail." + mail.problem())
                                .formatted(mail.details().toArray());
                    case ProviderDiscoveryException provider ->
                        provider.getMessage() + System.lineSeparator() + text(provider.diagnosis());
                    case AuthorizationException refused -> text(refused.diagnosis());
                    case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
                    default -> null;
                });
    }

    private static String text(Diagnosis diagnosis) {
        Diagnosis.Text text = diagnosis.text(Locale.getDefault());
        return String.join(System.lineSeparator(), text.what(), text.side(), text.todo(), diagnosis.evidence())
                .strip();
    }

    private static String database(ResourceBundle words, DatabaseException exception) {
        return words.getString("failure.database." + exception.kind()).formatted(exception.getMessage());
    }

    /** The first cause that we know words for, else the last. */
    private static Throwable interesting(Throwable thrown) {
        Throwable at = thrown;
        while (at.getCause() != null && (at instanceof BeanCreationException || !isKnown(at))) {
            at = at.getCause();
        }
        return at;
    }

    private static boolean isKnown(Throwable thrown) {
        return thrown instanceof PortInUseException
                || thrown instanceof DatabaseException
                || thrown instanceof SQLException
                || thrown instanceof NoInstallationException
                || thrown instanceof AuthorizationException
                || thrown instanceof VaultKeyException
                || thrown instanceof BackupException
                || thrown instanceof MailroomException
                || thrown instanceof ProviderDiscoveryException;
    }
}

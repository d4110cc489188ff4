package org.valija.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.server.doctor.Doctor;
import org.valija.server.doctor.Examination;
import org.valija.server.doctor.Finding;
import org.valija.server.doctor.Patient;
import org.valija.server.doctor.Wishes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code valija doctor}: examines a user's accounts on this installation and says what is wrong. */
@Command(name = "doctor", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "user")
    private String user = "";

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(names = "--account", paramLabel = "ADDRESS", descriptionKey = "doctor.account")
    private @Nullable String account;

    @Option(names = "--to", paramLabel = "ADDRESS", descriptionKey = "doctor.to")
    private @Nullable String to;

    @Option(names = "--no-mail", descriptionKey = "doctor.noMail")
    private boolean noMail;

    @Option(names = "--refresh", descriptionKey = "doctor.refresh")
    private boolean refresh;

    @Option(names = "--json", descriptionKey = "doctor.json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        Wishes wishes = new Wishes(!noMail, recipient(words), refresh);
        try (Examination examination = Examination.open(options.properties())) {
            String code = examination
                    .user(user)
                    .orElseThrow(() -> new IllegalArgumentException(
                            words.getString("doctor.nouser").formatted(user)));
            return examine(examination.doctor(), code, wishes);
        }
    }

    private int examine(Doctor doctor, String code, Wishes wishes) {
        DoctorReport report = json
                ? new DoctorReport.Json(spec.commandLine().getOut(), Locale.getDefault())
                : new DoctorReport.Plain(spec.commandLine().getOut(), Locale.getDefault());
        List<Finding> all = new ArrayList<>();
        report.begin(code);
        for (Patient patient : doctor.patients(code, Optional.ofNullable(account))) {
            report.patient(patient);
            all.addAll(doctor.examine(patient, wishes, report::finding));
        }
        report.end(all);
        return (Examination.allWell(all) ? ExitStatus.DONE : ExitStatus.ATTENTION).code();
    }

    private Optional<String> recipient(ResourceBundle words) {
        try {
            return Optional.ofNullable(to)
                    .map(address -> MailAddress.parseList(address).getFirst().address());
        } catch (InvalidAddressException e) {
            throw new ParameterException(
                    spec.commandLine(), words.getString("doctor.badaddress").formatted(String.valueOf(to)), e);
        }
    }
}

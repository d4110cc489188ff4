package org.valija.server.cli;

import java.io.PrintWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.valija.diagnosis.Diagnosis;
import org.valija.diagnosis.Turn;
import org.valija.oauth.Grant;
import org.valija.server.doctor.Finding;
import org.valija.server.doctor.Patient;
import tools.jackson.databind.json.JsonMapper;

/** How the doctor's findings are told. */
sealed interface DoctorReport {

    void begin(String user);

    /** The findings that follow are of this one. */
    void patient(Patient patient);

    void finding(Finding finding);

    void end(List<Finding> all);

    /** For a person: each finding as soon as it is known. */
    record Plain(PrintWriter out, Locale language, ResourceBundle words) implements DoctorReport {

        private static final int LABEL = 34;

        Plain(PrintWriter out, Locale language) {
            this(out, language, ResourceBundle.getBundle("doctor", language));
        }

        @Override
        public void begin(String user) {
            out.println(say("title", user));
        }

        @Override
        public void patient(Patient patient) {
            out.println();
            out.println(
                    patient.grant().isPresent()
                            ? say(
                                    "account",
                                    patient.grant().get().email(),
                                    patient.provider().name())
                            : say("account.none", patient.provider().name()));
        }

        @Override
        public void finding(Finding finding) {
            String mark = words.getString("status." + finding.status().code());
            String label = words.getString("check." + finding.check().code());
            String note = finding.note().isEmpty() ? "" : note(finding, words, language);
            out.println(("  " + pad(mark, 12) + pad(label, LABEL) + note).stripTrailing());
            finding.diagnosis().ifPresent(this::explain);
            out.flush();
        }

        private void explain(Diagnosis diagnosis) {
            Diagnosis.Text text = diagnosis.text(language);
            for (String part : List.of(text.what() + ".", text.side(), text.todo())) {
                out.println("      " + part.replace("..", "."));
            }
            if (!diagnosis.evidence().isEmpty()) {
                out.println("      [" + diagnosis.evidence() + "]");
            }
        }

        @Override
        public void end(List<Finding> all) {
            List<Diagnosis> wrong = all.stream()
                    .flatMap(finding -> finding.diagnosis().stream())
                    .toList();
            List<String> turns = wrong.stream()
                    .map(Diagnosis::turn)
                    .distinct()
                    .map(Turn::code)
                    .map(turn -> words.getString("turn." + turn))
                    .toList();
            out.println();
            out.println(wrong.isEmpty() ? say("well") : say("unwell", wrong.size(), String.join(", ", turns)));
            out.flush();
        }

        private String say(String key, Object... arguments) {
            return new MessageFormat(words.getString(key), language).format(arguments);
        }

        private static String pad(String text, int width) {
            return text + " ".repeat(Math.max(1, width - text.length()));
        }
    }

    /** For a program: one document at the end. */
    final class Json implements DoctorReport {

        private final PrintWriter out;
        private final Locale language;
        private final ResourceBundle words;
        private final Map<String, Object> document = new LinkedHashMap<>();
        private final List<Object> accounts = new ArrayList<>();
        private List<Object> checks = new ArrayList<>();

        Json(PrintWriter out, Locale language) {
            this.out = out;
            this.language = language;
            this.words = ResourceBundle.getBundle("doctor", language);
        }

        @Override
        public void begin(String user) {
            document.put("user", user);
        }

        @Override
        public void patient(Patient patient) {
            checks = new ArrayList<>();
            Map<String, Object> account = new LinkedHashMap<>();
            account.put("address", patient.grant().map(Grant::email).orElse(""));
            account.put("provider", patient.provider().name());
            account.put("checks", checks);
            accounts.add(account);
        }

        @Override
        public void finding(Finding finding) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("check", finding.check().code());
            entry.put("status", finding.status().code());
            if (!finding.note().isEmpty()) {
                entry.put("note", note(finding, words, language));
            }
            finding.diagnosis().ifPresent(diagnosis -> entry.put("diagnosis", diagnosis(diagnosis)));
            checks.add(entry);
        }

        private Map<String, Object> diagnosis(Diagnosis diagnosis) {
            Diagnosis.Text text = diagnosis.text(language);
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("code", diagnosis.cause().code());
            parts.put("turn", diagnosis.turn().code());
            parts.put("what", text.what());
            parts.put("side", text.side());
            parts.put("do", text.todo());
            parts.put("evidence", diagnosis.evidence());
            return parts;
        }

        @Override
        public void end(List<Finding> all) {
            document.put("well", all.stream().noneMatch(Finding::isProblem));
            document.put("accounts", accounts);
            out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document));
            out.flush();
        }
    }

    private static String note(Finding finding, ResourceBundle words, Locale language) {
        DateTimeFormatter times = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language)
                .withZone(ZoneId.systemDefault());
        Object[] arguments = finding.arguments().stream()
                .map(argument -> argument instanceof Instant instant ? times.format(instant) : argument)
                .toArray();
        return new MessageFormat(words.getString("note." + finding.note()), language).format(arguments);
    }
}

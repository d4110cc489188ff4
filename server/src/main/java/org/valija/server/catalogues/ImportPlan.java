package org.valija.server.catalogues;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.valija.server.catalogues.ImportedRow.Understood;
import org.valija.server.secrets.Sha256;

/**
 * What an import would do, row by row.
 *
 * @param mark of everything that it would do: another one when the file or what it meets in the catalogue is another
 */
record ImportPlan(List<PlannedRow> rows, String mark) {

    /** Compares rows with what the company has, by identity. */
    static ImportPlan of(long companyId, List<ImportedRow> rows, Map<String, Beneficiary> existing) {
        Map<String, Integer> lines = new HashMap<>();
        List<PlannedRow> planned = new ArrayList<>();
        MessageDigest digest = Sha256.digest();
        for (ImportedRow row : rows) {
            PlannedRow next = switch (row) {
                case ImportedRow.Wrong wrong -> new PlannedRow.Refused(wrong.line(), wrong.label(), wrong.findings());
                case Understood understood -> planned(companyId, understood, lines, existing);
            };
            planned.add(next);
            digest.update((next + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new ImportPlan(planned, HexFormat.of().formatHex(digest.digest()));
    }

    /** Those of one kind. */
    <T extends PlannedRow> List<T> rows(Class<T> kind) {
        return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Beneficiary> toAdd() {
        return rows(PlannedRow.Added.class).stream()
                .map(PlannedRow.Added::after)
                .toList();
    }

    List<Beneficiary> toChange() {
        return rows(PlannedRow.Changed.class).stream()
                .map(PlannedRow.Changed::after)
                .toList();
    }

    private static PlannedRow planned(
            long companyId, Understood row, Map<String, Integer> lines, Map<String, Beneficiary> existing) {
        Optional<Integer> earlier = Optional.ofNullable(lines.putIfAbsent(row.identity(), row.line()));
        if (earlier.isPresent()) {
            return refused(row, RowFinding.of("", "import.row.repeated", row.rfc(), earlier.get()));
        }
        Optional<Beneficiary> before = Optional.ofNullable(existing.get(row.identity()));
        if (before.isEmpty() && row.name().isEmpty()) {
            return refused(row, RowFinding.of("", "import.row.name.missing", row.rfc()));
        }
        Beneficiary after = merged(companyId, row, before);
        if (after.contacts().size() > FieldRules.MOST_CONTACTS) {
            return refused(row, RowFinding.of("", "import.row.contacts", FieldRules.MOST_CONTACTS));
        }
        if (before.isEmpty()) {
            return new PlannedRow.Added(row.line(), after);
        }
        return before.get().says(after)
                ? new PlannedRow.Unchanged(row.line(), before.get())
                : new PlannedRow.Changed(row.line(), before.get(), after);
    }

    private static PlannedRow refused(Understood row, RowFinding finding) {
        String label = row.name().isEmpty() ? row.rfc() : row.name();
        return new PlannedRow.Refused(row.line(), RowFinding.quoted(label), List.of(finding));
    }

    /** What the row leaves empty stays as it is. */
    private static Beneficiary merged(long companyId, Understood row, Optional<Beneficiary> before) {
        List<Contact> contacts = new ArrayList<>();
        List<Contact> known = before.map(Beneficiary::contacts).orElse(List.of());
        contacts.addAll(merged(row.to(), known, false));
        contacts.addAll(merged(row.cc(), known, true));
        return new Beneficiary(
                before.map(Beneficiary::id).orElse(0L),
                companyId,
                row.rfc(),
                or(row.name(), before.map(Beneficiary::name)),
                or(row.curp(), before.map(Beneficiary::curp)),
                or(row.postalCode(), before.map(Beneficiary::postalCode)),
                sameOrder(contacts, known));
    }

    private static String or(String text, Optional<String> before) {
        return text.isEmpty() ? before.orElse("") : text;
    }

    private static List<Contact> merged(List<Contact> row, List<Contact> known, boolean copy) {
        List<Contact> before =
                known.stream().filter(contact -> contact.copy() == copy).toList();
        if (row.isEmpty()) {
            return before;
        }
        Map<String, Contact> byAddress = new HashMap<>();
        before.forEach(contact -> byAddress.putIfAbsent(folded(contact), contact));
        Map<String, Contact> merged = new LinkedHashMap<>();
        for (Contact contact : row) {
            Optional<Contact> was = Optional.ofNullable(byAddress.get(folded(contact)));
            merged.putIfAbsent(
                    folded(contact),
                    new Contact(
                            was.map(Contact::id).orElse(0L),
                            or(contact.name(), was.map(Contact::name)),
                            contact.address(),
                            or(contact.role(), was.map(Contact::role)),
                            copy));
        }
        return List.copyOf(merged.values());
    }

    /** Contacts that say the same in another order are the same. */
    private static List<Contact> sameOrder(List<Contact> contacts, List<Contact> known) {
        return contacts.size() == known.size() && known.containsAll(contacts) ? known : contacts;
    }

    private static String folded(Contact contact) {
        return contact.address().toLowerCase(Locale.ROOT);
    }
}

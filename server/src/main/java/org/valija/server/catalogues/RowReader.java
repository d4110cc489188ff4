package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.mail.MailAddress;
import org.valija.server.catalogues.ImportColumns.Field;

/** Understands the rows of one sheet. */
final class RowReader {

    private final ImportColumns columns;

    RowReader(ImportColumns columns) {
        this.columns = columns;
    }

    ImportedRow read(int line, List<String> cells) {
        List<RowFinding> findings = new ArrayList<>();
        String rfc = rfc(cells, findings);
        String name = name(cells, findings);
        String curp = field(cells, Field.CURP, FieldRules.curp(columns.text(cells, Field.CURP)), findings);
        String postalCode = field(
                cells, Field.POSTAL_CODE, FieldRules.postalCode(columns.text(cells, Field.POSTAL_CODE)), findings);
        List<Contact> to = new ArrayList<>();
        for (int i = 1; i <= ImportColumns.MOST_CONTACTS; i++) {
            to.addAll(contacts(cells, i, findings));
        }
        List<Contact> cc = copies(cells, findings);
        if (to.size() + cc.size() > FieldRules.MOST_CONTACTS) {
            findings.add(RowFinding.of("", "import.row.contacts", FieldRules.MOST_CONTACTS));
        }
        return findings.isEmpty()
                ? new ImportedRow.Understood(line, rfc, name, curp, postalCode, to, cc)
                : new ImportedRow.Wrong(line, label(cells), findings);
    }

    private String label(List<String> cells) {
        String name = columns.text(cells, Field.NAME);
        return RowFinding.quoted(name.isEmpty() ? columns.text(cells, Field.RFC) : name);
    }

    private String rfc(List<String> cells, List<RowFinding> findings) {
        String typed = columns.text(cells, Field.RFC);
        if (typed.isEmpty()) {
            findings.add(RowFinding.of(columns.name(Field.RFC, 1), "import.row.rfc.missing"));
            return "";
        }
        Optional<String> rfc = Rfc.canonical(typed);
        if (rfc.filter(Rfc::isGeneric).isPresent()
                && columns.text(cells, Field.NAME).isEmpty()) {
            findings.add(RowFinding.of(columns.name(Field.NAME, 1), "import.row.rfc.generic", rfc.get()));
        }
        return field(cells, Field.RFC, rfc, findings);
    }

    private String name(List<String> cells, List<RowFinding> findings) {
        String typed = columns.text(cells, Field.NAME);
        if (FieldRules.isMisread(typed)) {
            findings.add(RowFinding.of(columns.name(Field.NAME, 1), "import.row.encoding", RowFinding.quoted(typed)));
            return "";
        }
        return field(cells, Field.NAME, FieldRules.name(typed, FieldRules.LONGEST_NAME), findings);
    }

    /** What was read of a field, or a finding under the field's own words. */
    private String field(List<String> cells, Field field, Optional<String> read, List<RowFinding> findings) {
        if (read.isEmpty()) {
            findings.add(RowFinding.of(
                    columns.name(field, 1),
                    "import.row." + field,
                    RowFinding.quoted(columns.text(cells, field)),
                    FieldRules.LONGEST_NAME));
        }
        return read.orElse("");
    }

    /** Most rows have one address a column; what belongs to it stands in the columns of the same number. */
    private List<Contact> contacts(List<String> cells, int number, List<RowFinding> findings) {
        String typed = columns.text(cells, Field.ADDRESS, number);
        Optional<List<MailAddress>> addresses = FieldRules.addresses(typed);
        if (addresses.isEmpty()) {
            findings.add(wrongAddress(Field.ADDRESS, number, typed));
            return List.of();
        }
        Optional<String> contact = FieldRules.name(columns.text(cells, Field.CONTACT, number), FieldRules.LONGEST_NAME);
        Optional<String> role = FieldRules.name(columns.text(cells, Field.ROLE, number), FieldRules.LONGEST_ROLE);
        if (contact.isEmpty()) {
            findings.add(
                    RowFinding.of(columns.name(Field.CONTACT, number), "import.row.CONTACT", FieldRules.LONGEST_NAME));
        }
        if (role.isEmpty()) {
            findings.add(RowFinding.of(columns.name(Field.ROLE, number), "import.row.ROLE", FieldRules.LONGEST_ROLE));
        }
        return addresses.get().stream()
                .map(address -> Contact.of(
                        address.name().isEmpty() ? contact.orElse("") : address.name(),
                        address.address(),
                        role.orElse(""),
                        false))
                .toList();
    }

    private List<Contact> copies(List<String> cells, List<RowFinding> findings) {
        String typed = columns.text(cells, Field.CC);
        Optional<List<MailAddress>> addresses = FieldRules.addresses(typed);
        if (addresses.isEmpty()) {
            findings.add(wrongAddress(Field.CC, 1, typed));
        }
        return addresses.orElse(List.of()).stream()
                .map(address -> Contact.of(address.name(), address.address(), "", true))
                .toList();
    }

    private RowFinding wrongAddress(Field field, int number, String typed) {
        return RowFinding.of(columns.name(field, number), "import.row.ADDRESS", RowFinding.quoted(typed));
    }
}

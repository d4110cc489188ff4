package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a row of an import would do. */
sealed interface PlannedRow {

    int line();

    /** It is not in the catalogue yet. */
    record Added(int line, Beneficiary after) implements PlannedRow {}

    /** It is, and says something else. */
    record Changed(int line, Beneficiary before, Beneficiary after) implements PlannedRow {

        /** Field by field what becomes of what. */
        public List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            add(changes, "beneficiaries.name", before.name(), after.name());
            add(changes, "beneficiaries.curp", before.curp(), after.curp());
            add(changes, "beneficiaries.postalCode", before.postalCode(), after.postalCode());
            add(changes, "beneficiaries.contacts", written(before), written(after));
            return changes;
        }

        private static void add(List<Change> changes, String key, String before, String after) {
            if (!before.equals(after)) {
                changes.add(new Change(key, before, after));
            }
        }

        private static String written(Beneficiary beneficiary) {
            return beneficiary.contacts().stream().map(Changed::written).collect(Collectors.joining("; "));
        }

        private static String written(Contact contact) {
            String who = contact.name().isEmpty() ? contact.address() : contact.name() + " <" + contact.address() + ">";
            String role = contact.role().isEmpty() ? "" : ", " + contact.role();
            return (contact.copy() ? "Cc: " : "") + who + role;
        }
    }

    /** It is, and says the same. */
    record Unchanged(int line, Beneficiary same) implements PlannedRow {}

    /** It is not taken. */
    record Refused(int line, String label, List<RowFinding> findings) implements PlannedRow {}

    /** What becomes of a field, whose words stand under the key. */
    record Change(String key, String before, String after) {}
}

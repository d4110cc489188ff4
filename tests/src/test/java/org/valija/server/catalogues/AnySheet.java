package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.valija.server.sheets.SheetLimits;
import org.valija.server.sheets.SheetReader;
import org.valija.server.sheets.UnreadableSheetException;

/** Whatever a file holds, it either is refused by name, or its rows are, or say what the catalogue may hold. */
final class AnySheet {

    private static final SheetReader READER = new SheetReader(new SheetLimits(200_000, 500, 30, 50, 2_000_000, 200));

    private AnySheet() {}

    static void isTakenOrRefused(byte[] octets) {
        ImportFile file;
        try {
            file = ImportFile.read(READER, octets);
        } catch (UnreadableSheetException refused) {
            assertThat(refused.key()).startsWith("error.sheet.");
            return;
        }
        ImportPlan plan = ImportPlan.of(1, file.rows(), Map.of());
        assertThat(plan.rows()).hasSameSizeAs(file.rows());
        for (Beneficiary added : plan.toAdd()) {
            assertThat(Rfc.canonical(added.rfc())).hasValue(added.rfc());
            assertThat(added.name()).isNotEmpty().hasSizeLessThanOrEqualTo(FieldRules.LONGEST_NAME);
            assertThat(added.name().chars()).noneMatch(Character::isISOControl);
            assertThat(added.contacts()).hasSizeLessThanOrEqualTo(FieldRules.MOST_CONTACTS);
            assertThat(added.contacts())
                    .allMatch(contact -> FieldRules.address(contact.address()).isPresent());
        }
    }
}

package org.valija.server.sheets;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * Which entries of an archive a workbook's reader needs, as its relations say (ECMA-376 part 2 §8).
 *
 * @param sheet the first that is visible
 * @param sharedTexts where the cells' texts are kept; empty for a workbook that keeps them in its cells
 */
record WorkbookParts(String sheet, Optional<String> sharedTexts) {

    private record Relation(String id, String type, String target) {}

    /** @throws UnreadableSheetException when the archive is no workbook */
    static WorkbookParts of(CheckedZip zip) {
        String workbook = relations(zip, "").stream()
                .filter(relation -> relation.type().endsWith("/officeDocument"))
                .map(Relation::target)
                .findFirst()
                .orElseThrow(() -> new UnreadableSheetException(Reason.NOT_A_WORKBOOK));
        List<Relation> relations = relations(zip, workbook);
        String id = firstSheet(zip, workbook);
        String sheet = relations.stream()
                .filter(relation -> relation.id().equals(id))
                .map(Relation::target)
                .findFirst()
                .orElseThrow(() -> new UnreadableSheetException(Reason.DAMAGED));
        Optional<String> texts = relations.stream()
                .filter(relation -> relation.type().endsWith("/sharedStrings"))
                .map(Relation::target)
                .findFirst();
        return new WorkbookParts(sheet, texts);
    }

    private static String firstSheet(CheckedZip zip, String workbook) {
        InputStream in = zip.open(workbook).orElseThrow(() -> new UnreadableSheetException(Reason.NOT_A_WORKBOOK));
        try (PartReader part = new PartReader(in)) {
            while (part.next()) {
                if (part.starts("sheet")
                        && part.attribute("state")
                                .filter(state -> !state.equals("visible"))
                                .isEmpty()) {
                    return part.attribute("id").orElseThrow(() -> new UnreadableSheetException(Reason.DAMAGED));
                }
            }
        }
        throw new UnreadableSheetException(Reason.NOT_A_WORKBOOK);
    }

    /** The relations of a part, or of the archive itself; none where it has no entry for them. */
    private static List<Relation> relations(CheckedZip zip, String part) {
        int slash = part.lastIndexOf('/') + 1;
        String folder = part.substring(0, slash);
        List<Relation> relations = new ArrayList<>();
        Optional<InputStream> in = zip.open(folder + "_rels/" + part.substring(slash) + ".rels");
        if (in.isEmpty()) {
            return relations;
        }
        try (PartReader reader = new PartReader(in.get())) {
            while (reader.next()) {
                if (reader.starts("Relationship")) {
                    relations.add(new Relation(
                            reader.attribute("Id").orElse(""),
                            reader.attribute("Type").orElse(""),
                            resolved(folder, reader.attribute("Target").orElse(""))));
                }
            }
        }
        return relations;
    }

    /** A target as the archive names its entry. */
    private static String resolved(String folder, String target) {
        Deque<String> steps = new ArrayDeque<>();
        for (String step : (target.startsWith("/") ? target : folder + target).split("/")) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return String.join("/", steps);
    }
}

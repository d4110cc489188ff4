package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.server.text.Folded;

/**
 * Which column of a sheet holds what, by its headings in Spanish or English, with or without accents and capitals. A number
 * behind a contact's heading tells which contact it is: <em>Correo 2</em>.
 */
final class ImportColumns {

    /** How many contacts have columns of their own. */
    static final int MOST_CONTACTS = 5;

    private static final Pattern HEADING = Pattern.compile("([a-z]+)([1-9]?)");

    private static final Map<String, Field> WORDS = words();

    private final Map<Column, Integer> places = new HashMap<>();
    private final List<String> headings;
    private final List<String> unknown = new ArrayList<>();
    private final List<String> repeated = new ArrayList<>();

    /** What a column may hold. */
    enum Field {
        RFC(false),
        NAME(false),
        CURP(false),
        POSTAL_CODE(false),
        ADDRESS(true),
        CONTACT(true),
        ROLE(true),
        CC(false);

        private final boolean numbered;

        Field(boolean numbered) {
            this.numbered = numbered;
        }
    }

    private record Column(Field field, int number) {}

    private ImportColumns(List<String> headings) {
        this.headings = headings;
    }

    /** The columns of a row, if it is one of headings: it names the RFC. */
    static Optional<ImportColumns> of(List<String> row) {
        ImportColumns columns = new ImportColumns(row);
        for (int i = 0; i < row.size(); i++) {
            columns.add(i, row.get(i));
        }
        return columns.places.containsKey(new Column(Field.RFC, 1)) ? Optional.of(columns) : Optional.empty();
    }

    /** Headings that mean nothing here. */
    List<String> unknown() {
        return unknown;
    }

    /** Headings that mean what an earlier one does. */
    List<String> repeated() {
        return repeated;
    }

    /** What a row has for the field; empty too where the sheet has no such column. */
    String text(List<String> row, Field field) {
        return text(row, field, 1);
    }

    /** The same of a contact's columns, the first of which have the number 1. */
    String text(List<String> row, Field field, int number) {
        int place = places.getOrDefault(new Column(field, number), Integer.MAX_VALUE);
        return place < row.size() ? row.get(place) : "";
    }

    /** How a person finds the column: its letter and its heading; empty where the sheet has none. */
    String name(Field field, int number) {
        return Optional.ofNullable(places.get(new Column(field, number)))
                .map(place -> letter(place) + " · " + headings.get(place))
                .orElse("");
    }

    private void add(int place, String heading) {
        Matcher matcher = HEADING.matcher(Folded.of(heading).replaceAll("[^a-z0-9]+", ""));
        Optional<Field> field = matcher.matches() ? Optional.ofNullable(WORDS.get(matcher.group(1))) : Optional.empty();
        int number = field.isPresent() && !matcher.group(2).isEmpty() ? Integer.parseInt(matcher.group(2)) : 1;
        if (field.isEmpty() || number > (field.get().numbered ? MOST_CONTACTS : 1)) {
            if (!heading.isEmpty()) {
                unknown.add(heading);
            }
        } else if (places.putIfAbsent(new Column(field.get(), number), place) != null) {
            repeated.add(heading);
        }
    }

    /** As programs for sheets name their columns. */
    private static String letter(int place) {
        String last = String.valueOf((char) ('A' + place % 26));
        return place < 26 ? last : letter(place / 26 - 1) + last;
    }

    private static Map<String, Field> words() {
        Map<Field, String> all = Map.of(
                Field.RFC, "rfc registrofederaldecontribuyentes rfcbeneficiario rfcreceptor taxid",
                Field.NAME,
                        "nombre nombrecompleto nombreorazonsocial razonsocial denominacion denominacionorazonsocial beneficiario"
                                + " nombrebeneficiario beneficiariopagador name fullname businessname companyname payee",
                Field.CURP, "curp",
                Field.POSTAL_CODE, "codigopostal cp domiciliofiscal postalcode zip zipcode",
                Field.ADDRESS, "correo correoelectronico email mail para direcciondecorreo emailaddress to",
                Field.CONTACT, "contacto nombredelcontacto nombrecontacto contact contactname",
                Field.ROLE, "puesto cargo rol area role position jobtitle",
                Field.CC, "cc concopia concopiaa copia copiaa copy");
        Map<String, Field> words = new HashMap<>();
        all.forEach((field, names) -> List.of(names.split(" ")).forEach(name -> words.put(name, field)));
        return words;
    }
}

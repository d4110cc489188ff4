package org.valija.oauth;

/**
 * A column of a table of the host's own that holds secrets sealed with the vault's keys, each to the text that is its row's key.
 * What names it to {@link VaultAdministration#covering} is sealed anew with the vault's own values when keys change.
 *
 * @param table and the names of its columns, as the schema writes them
 * @param key the column whose text tells rows apart
 * @param column the sealed one
 */
public record SealedColumn(String table, String key, String column) {

    SealedText.Place place(String row) {
        return SealedText.Place.of(table, column, row);
    }
}

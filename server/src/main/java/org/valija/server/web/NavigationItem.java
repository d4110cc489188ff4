package org.valija.server.web;

/**
 * An entry of the navigation; each feature offers its own as a bean.
 *
 * @param section under which heading
 * @param order within all entries
 * @param path where it leads
 * @param key of its words in the bundles
 * @param administrators whether others do not see it
 */
public record NavigationItem(Section section, int order, String path, String key, boolean administrators) {

    /** The headings, by what people do. */
    public enum Section {
        MAIL,
        ACCOUNTING,
        BANKS,
        CATALOGUES,
        SYSTEM
    }
}

package org.valija.server.web;

import java.util.Optional;

/**
 * An entry of the navigation; each feature offers its own as a bean.
 *
 * @param section under which heading
 * @param order within all entries
 * @param path where it leads
 * @param key of its words in the bundles
 * @param area what one must be let see for it; empty where it is for everybody who entered
 */
public record NavigationItem(Section section, int order, String path, String key, Optional<Area> area) {

    /** An entry for who may see that part. */
    public NavigationItem(Section section, int order, String path, String key, Area area) {
        this(section, order, path, key, Optional.of(area));
    }

    /** Whether it is for that viewer. */
    boolean isFor(Viewer viewer) {
        return area.isEmpty() || viewer.sees(area.get());
    }

    /** The headings, by what people do. */
    public enum Section {
        MAIL,
        ACCOUNTING,
        BANKS,
        CATALOGUES,
        SYSTEM
    }
}

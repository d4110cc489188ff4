package org.valija.server.sending;

import java.io.Serializable;

/**
 * Whether the catalogue is to have the address that was typed.
 *
 * @param name whose address it is
 * @param known what the catalogue has, may be empty
 * @param typed what stands in <em>Para</em>
 */
public record CatalogueQuestion(String name, String known, String typed) implements Serializable {
    private static final long serialVersionUID = 1L;
}

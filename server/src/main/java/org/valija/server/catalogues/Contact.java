package org.valija.server.catalogues;

/**
 * Somebody at a beneficiary who gets mail.
 *
 * @param id zero for one that is not stored yet
 * @param name may be empty
 * @param address that mail goes to
 * @param role <em>Puesto</em>; may be empty
 * @param copy whether the address stands in Cc
 */
public record Contact(long id, String name, String address, String role, boolean copy) {

    static Contact of(String name, String address, String role, boolean copy) {
        return new Contact(0, name, address, role, copy);
    }

    /** Whether both say the same, whether stored or not. */
    boolean says(Contact other) {
        return equals(new Contact(id, other.name, other.address, other.role, other.copy));
    }
}

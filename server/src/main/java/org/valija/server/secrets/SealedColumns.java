package org.valija.server.secrets;

import java.util.List;
import org.valija.oauth.SealedColumn;

/** Every column of the service's own tables that is sealed with the vault's keys: whoever works on the keys covers them all. */
public final class SealedColumns {

    /** What the codes of a user's second factor are made from. */
    public static final SealedColumn SECOND_FACTOR = new SealedColumn("second_factor", "user_code", "secret");

    /** What events to other programs are signed with. */
    public static final SealedColumn WEBHOOK = new SealedColumn("webhook", "name", "secret");

    /** All of them. */
    public static final List<SealedColumn> ALL = List.of(SECOND_FACTOR, WEBHOOK);

    private SealedColumns() {}
}

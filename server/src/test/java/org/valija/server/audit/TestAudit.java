package org.valija.server.audit;

import java.time.Clock;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.valija.sql.Database;

/** The audit for tests of other features' parts, outside of every request. */
public final class TestAudit {

    private TestAudit() {}

    public static Audit on(Database database, Clock clock) {
        return new Audit(
                database,
                new AuditTable(database),
                new StaticListableBeanFactory().getBeanProvider(AuditActor.class),
                clock);
    }
}

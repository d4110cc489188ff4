package org.valija.server.audit;

/** An authentication that says itself who acts; of every other one the name is a user's code. */
public interface AuditedCaller {

    AuditActor auditActor();
}

package org.valija.server.users;

import static org.valija.server.users.Operation.CHANGE;
import static org.valija.server.users.Operation.CREATE;
import static org.valija.server.users.Operation.DELETE;
import static org.valija.server.users.Operation.RUN;
import static org.valija.server.users.Operation.VIEW;

import java.util.EnumSet;
import java.util.Set;
import org.valija.server.web.Area;

/** What the console and its interface for programs are made of, as far as permissions go; stored by its name. */
public enum Function implements Area {
    /** Authorised mailboxes: RUN authenticates and sends a trial, CHANGE sets how one sends and who shares it. */
    ACCOUNTS(VIEW, RUN, CHANGE, DELETE),
    /** Mail that is written by hand or handed in by a program: RUN sends it. */
    SENDING(VIEW, RUN),
    /** Mail under way: RUN sends again, holds and lets go, DELETE takes back. */
    OUTBOX(VIEW, RUN, DELETE),
    /** Bulk deliveries: RUN starts, pauses and ends them. */
    BULK(VIEW, RUN, CREATE, DELETE),
    /** What was delivered to whom: RUN takes it out as a file. */
    DELIVERY_RECORD(VIEW, RUN),
    /** Cheques, egresos and ingresos: RUN sends them. */
    BANK_DOCUMENTS(VIEW, RUN, CREATE, CHANGE, DELETE),
    /** Withholding certificates: RUN sends them. */
    RETENCIONES(VIEW, RUN, CREATE, CHANGE, DELETE),
    /** Pólizas and reports of Contabilidad: RUN sends them. */
    REPORTS(VIEW, RUN, CREATE, CHANGE, DELETE),
    /** Whom the companies pay and are paid by: RUN imports from a file. */
    BENEFICIARIES(VIEW, RUN, CREATE, CHANGE, DELETE),
    /** Companies whose papers are sent. */
    COMPANIES(VIEW, CREATE, CHANGE),
    /** The companies' texts of mails. */
    TEMPLATES(VIEW, CHANGE, DELETE),
    /** One's own record; for who administers, those of all. */
    USERS(VIEW, CREATE, CHANGE),
    /** What users may do. */
    PROFILES(VIEW, CREATE, CHANGE, DELETE),
    /** Consent that is asked for by a link: RUN sends it again, DELETE takes it back. */
    CONSENT(VIEW, RUN, CREATE, DELETE),
    /** Sessions that are open. */
    SESSIONS(VIEW, DELETE),
    /** The OAuth client. */
    OAUTH_CLIENT(VIEW, CHANGE),
    /** The account that the installation's own mail leaves from. */
    SYSTEM_MAILBOX(VIEW, CHANGE),
    /** Tokens of programs. */
    PROGRAMS(VIEW, CREATE, DELETE),
    /** How the installation tells of what needs somebody: RUN tries the webhook out. */
    ALERTS(VIEW, RUN, CHANGE),
    /** Who did what: RUN takes it out as a file. */
    AUDIT(VIEW, RUN),
    /** How the installation is doing, and its certificate. */
    OPERATIONS(VIEW);

    private final Set<Operation> operations;

    Function(Operation first, Operation... others) {
        this.operations = EnumSet.of(first, others);
    }

    /** Whether there is something that this permission is about. */
    public boolean has(Operation operation) {
        return operations.contains(operation);
    }
}

package org.valija.server.users;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;

/** The end of every entry, once its user has shown all there is to show. Thread-safe. */
@Component
public class Entries {

    private final Users users;
    private final Audit audit;

    Entries(Users users, Audit audit) {
        this.users = users;
        this.audit = audit;
    }

    /** Lets in who entered with the key alone. */
    Entry byKey(String code, String keyMark) {
        return entered(code, keyMark, Optional.empty());
    }

    /** Lets in who has shown a second factor too, if key and user are still good. */
    public Optional<Entry> bySecondFactor(HalfEntry half, String factorMark) {
        return users.keyState(half.userCode())
                .filter(key -> key.mark().equals(half.keyMark()))
                .map(key -> entered(half.userCode(), half.keyMark(), Optional.of(factorMark)));
    }

    private Entry entered(String code, String keyMark, Optional<String> factorMark) {
        users.entered(code);
        audit.note(AuditEvent.of(AuditAction.ENTERED, code)
                .by(AuditActor.user(code))
                .with(AuditDetail.SECOND_FACTOR, factorMark.isPresent()));
        return new Entry(code, keyMark, factorMark.orElse(""), List.of());
    }
}

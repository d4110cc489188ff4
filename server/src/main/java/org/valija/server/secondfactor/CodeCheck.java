package org.valija.server.secondfactor;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;
import org.valija.oauth.OAuth;
import org.valija.oauth.Secret;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.secondfactor.SecondFactorTable.Row;
import org.valija.server.secrets.SealedColumns;
import org.valija.server.users.EntryOrigin;
import org.valija.sql.Database;

/** Looks at what a user shows as second factor; each code is good once. Thread-safe. */
@Component
class CodeCheck {

    private final Database database;
    private final SecondFactorTable table;
    private final RecoveryCodes recoveryCodes;
    private final CodeThrottle throttle;
    private final OAuth oauth;
    private final Audit audit;
    private final Clock clock;

    CodeCheck(
            Database database,
            SecondFactorTable table,
            RecoveryCodes recoveryCodes,
            CodeThrottle throttle,
            OAuth oauth,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.table = table;
        this.recoveryCodes = recoveryCodes;
        this.throttle = throttle;
        this.oauth = oauth;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of a code. */
    sealed interface Answer {

        /** @param mark of the second factor that was shown */
        record Right(String mark) implements Answer {}

        record Wrong() implements Answer {}

        /** Too many were wrong; nothing was looked at. */
        record Wait(Duration time) implements Answer {}
    }

    /** Takes the app's code, or one of the recovery codes. */
    Answer take(String userCode, String typed, EntryOrigin origin) {
        Duration wait = throttle.attempt(userCode, origin);
        if (wait.isPositive()) {
            return new Answer.Wait(wait);
        }
        Optional<Row> factor = table.find(userCode);
        if (factor.isEmpty() || !isTaken(factor.get(), typed)) {
            audit.note(AuditEvent.of(AuditAction.SECOND_FACTOR_REFUSED, userCode));
            return new Answer.Wrong();
        }
        throttle.succeeded(userCode, origin);
        return new Answer.Right(factor.get().mark());
    }

    private boolean isTaken(Row factor, String typed) {
        return RecoveryCodes.looksLikeOne(typed) ? isRecoveryCode(factor.userCode(), typed) : isAppsCode(factor, typed);
    }

    private boolean isAppsCode(Row factor, String typed) {
        Secret secret = oauth.hostSecrets().open(SealedColumns.SECOND_FACTOR, factor.userCode(), factor.sealedSecret());
        OptionalLong step = Totp.step(secret, typed, clock.instant());
        return step.isPresent() && table.take(factor.userCode(), factor.mark(), step.getAsLong());
    }

    private boolean isRecoveryCode(String userCode, String typed) {
        Optional<Long> code = recoveryCodes.find(userCode, typed);
        long left = recoveryCodes.left(userCode) - 1L;
        return code.isPresent()
                && database.inTransaction(connection -> {
                    if (!recoveryCodes.take(connection, code.get())) {
                        return false;
                    }
                    audit.note(
                            connection,
                            AuditEvent.of(AuditAction.RECOVERY_CODE_USED, userCode)
                                    .by(AuditActor.user(userCode))
                                    .with(AuditDetail.COUNT, left));
                    return true;
                });
    }
}

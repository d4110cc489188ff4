package org.valija.server.printing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a paper of the bank or a póliza says. Texts that are not known are empty.
 *
 * @param number its folio
 * @param bankAccount as people name it: the bank and the account
 * @param party whom it pays, or who paid
 * @param amount absent where the paper has none (a póliza may have movements alone)
 * @param currency of ISO 4217
 * @param entries movements of the accounts, printed where there are any
 */
public record BankDocumentPage(
        Kind kind,
        String number,
        LocalDate date,
        String bankAccount,
        Party party,
        String concept,
        String reference,
        Optional<BigDecimal> amount,
        String currency,
        List<Entry> entries) {

    /** Which paper. */
    public enum Kind {
        CHEQUE,
        EGRESO,
        INGRESO,
        INGRESO_NO_DEPOSITADO,
        POLIZA
    }

    /** Who stands on the other side. */
    public record Party(String name, String rfc) {}

    /**
     * One movement; a side without amount is zero.
     *
     * @param account its number
     * @param name the account's
     */
    public record Entry(String account, String name, String concept, BigDecimal debit, BigDecimal credit) {}

    public BankDocumentPage {
        entries = List.copyOf(entries);
    }
}

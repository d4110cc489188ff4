package org.valija.server.documents;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.catalogues.Beneficiary;
import org.valija.server.catalogues.Rfc;

/**
 * Finds whom a document names in the catalogue of its company. Who is not there yet is added, without an address: so the
 * catalogue shows whose address is missing, and an import by RFC fills it in for all their documents. Thread-safe.
 */
@Component
class Parties {

    private final Beneficiaries beneficiaries;

    Parties(Beneficiaries beneficiaries) {
        this.beneficiaries = beneficiaries;
    }

    /**
     * Somebody as a document names them.
     *
     * @param rfc empty where the document has none
     * @param curp may be empty
     * @param postalCode may be empty
     */
    record Party(String rfc, String name, String curp, String postalCode) {}

    /** The one in the catalogue, added where need be; empty without a right RFC, by which it could be known. */
    Optional<Long> inCatalogue(long companyId, Party party) {
        Optional<String> rfc = Rfc.canonical(party.rfc());
        if (rfc.isEmpty() || party.name().isEmpty()) {
            return find(companyId, party);
        }
        return find(companyId, party)
                .or(() -> beneficiaries.add(new Beneficiary(
                        0,
                        companyId,
                        rfc.get(),
                        party.name(),
                        party.curp(),
                        party.postalCode().matches("[0-9]{5}") ? party.postalCode() : "",
                        List.of())))
                // Another document of theirs came at the same time.
                .or(() -> find(companyId, party));
    }

    private Optional<Long> find(long companyId, Party party) {
        return beneficiaries.match(companyId, party.rfc(), party.name()).map(Beneficiary::id);
    }

    /** Their name in the catalogue, by an RFC that is of one alone. */
    Optional<String> nameOf(long companyId, String rfc) {
        return beneficiaries.byRfc(companyId, rfc).map(Beneficiary::name);
    }
}

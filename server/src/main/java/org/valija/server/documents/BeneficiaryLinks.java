package org.valija.server.documents;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Beneficiary;
import org.valija.server.catalogues.BeneficiaryListener;
import org.valija.server.catalogues.Rfc;
import org.valija.server.documents.DocumentTable.Orphan;

/**
 * Gives documents whose beneficiary the catalogue did not know, or knew and forgot, to who is there now under the RFC and name
 * that they say. Thread-safe.
 */
@Component
class BeneficiaryLinks implements BeneficiaryListener {

    private final DocumentTable documents;

    BeneficiaryLinks(DocumentTable documents) {
        this.documents = documents;
    }

    @Override
    public void named(Connection connection, Collection<Beneficiary> named) throws SQLException {
        Map<Long, List<Beneficiary>> byCompany = named.stream().collect(Collectors.groupingBy(Beneficiary::companyId));
        for (Map.Entry<Long, List<Beneficiary>> company : byCompany.entrySet()) {
            Map<String, Beneficiary> byIdentity = company.getValue().stream()
                    .collect(Collectors.toMap(Beneficiary::identity, Function.identity(), (first, _) -> first));
            List<String> rfcs =
                    company.getValue().stream().map(Beneficiary::rfc).distinct().toList();
            Map<Long, Long> found = new HashMap<>();
            for (Orphan orphan : documents.orphans(connection, company.getKey(), rfcs)) {
                Optional.ofNullable(byIdentity.get(Rfc.identity(orphan.rfc(), orphan.name())))
                        .ifPresent(beneficiary -> found.put(orphan.documentId(), beneficiary.id()));
            }
            documents.link(connection, found);
        }
    }
}

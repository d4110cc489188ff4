package org.valija.server.catalogues;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    Beneficiaries.class,
    BeneficiaryController.class,
    BeneficiaryDesk.class,
    BeneficiaryImports.class,
    BeneficiaryTable.class,
    Companies.class,
    CompanyController.class,
    CompanySection.class,
    CompanyTable.class,
    ImportController.class,
    ImportSheets.class,
    ImportTable.class
})
public class CataloguesFeature {}

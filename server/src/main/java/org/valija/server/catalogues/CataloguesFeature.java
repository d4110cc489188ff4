package org.valija.server.catalogues;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({Beneficiaries.class, BeneficiaryTable.class, Companies.class, CompanyTable.class})
public class CataloguesFeature {}

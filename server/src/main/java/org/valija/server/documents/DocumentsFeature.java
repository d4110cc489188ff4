package org.valija.server.documents;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.valija.server.documents.intake.WatchedFoldersConfiguration;
import org.valija.server.printing.PrintingFeature;
import org.valija.server.web.NavigationItem;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentProperties.class)
@Import({
    BeneficiaryLinks.class,
    DocumentAssembly.class,
    DocumentCheck.class,
    DocumentController.class,
    DocumentDesk.class,
    DocumentEditor.class,
    DocumentFileTable.class,
    DocumentFiles.class,
    DocumentFormController.class,
    DocumentIntake.class,
    DocumentListController.class,
    DocumentListTable.class,
    DocumentPrinting.class,
    DocumentStore.class,
    DocumentTable.class,
    DocumentUpkeep.class,
    DocumentDifferences.class,
    Documents.class,
    FileReading.class,
    Parties.class,
    Partners.class,
    PrintingFeature.class,
    ReportIntake.class,
    RetencionDocuments.class,
    RetencionExaminer.class,
    RetencionIntake.class,
    RetencionViews.class,
    UploadController.class,
    WatchedFoldersConfiguration.class
})
public class DocumentsFeature {

    @Bean
    static NavigationItem accountingItem() {
        return item(NavigationItem.Section.ACCOUNTING, 30, Shelf.CONTABILIDAD);
    }

    @Bean
    static NavigationItem bankItem() {
        return item(NavigationItem.Section.BANKS, 40, Shelf.BANCOS);
    }

    @Bean
    static NavigationItem retencionesItem() {
        return item(NavigationItem.Section.BANKS, 41, Shelf.RETENCIONES);
    }

    private static NavigationItem item(NavigationItem.Section section, int order, Shelf shelf) {
        return new NavigationItem(section, order, shelf.path(), "documents.nav." + shelf, shelf.function());
    }
}

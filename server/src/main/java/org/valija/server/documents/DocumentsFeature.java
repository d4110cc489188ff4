package org.valija.server.documents;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.valija.server.web.NavigationItem;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({DocumentFileTable.class, DocumentFiles.class, DocumentListTable.class, DocumentTable.class, Documents.class})
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
        return new NavigationItem(section, order, shelf.path(), "documents.nav." + shelf, false);
    }
}

package org.valija.server.bulk;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    BulkActionController.class,
    BulkClerk.class,
    BulkConfiguration.class,
    BulkController.class,
    BulkItemTable.class,
    BulkModel.class,
    BulkReportController.class,
    BulkReports.class,
    BulkStandings.class,
    BulkTable.class,
    BulkWords.class,
    BulkWork.class,
    Bulks.class
})
public class BulkFeature {}

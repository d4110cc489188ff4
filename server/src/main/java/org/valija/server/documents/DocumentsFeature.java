package org.valija.server.documents;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({DocumentFileTable.class, DocumentFiles.class, DocumentListTable.class, DocumentTable.class, Documents.class})
public class DocumentsFeature {}

package org.valija.server.audit;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The audit without its page; commands have it too. */
@Configuration(proxyBeanMethods = false)
@Import({Audit.class, AuditLog.class, AuditTable.class})
public class AuditCore {}

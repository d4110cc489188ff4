package org.valija.server.operations;

import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.valija.oauth.OAuth;
import org.valija.outbox.Outbox;
import org.valija.server.outbox.NodeIdentity;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;

/** Listens to what is counted from the moment it is there, and asks for nothing earlier than it would be made. */
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

    private static final String LOG_FORMAT = "valija.log-format";
    private static final Set<String> LOG_FORMATS = Set.of("text", "json");

    @Bean
    static NavigationItem stateItem() {
        return new NavigationItem(
                NavigationItem.Section.SYSTEM, 97, StateController.PATH, "state.nav", Function.OPERATIONS);
    }

    @Bean
    static NavigationItem auditItem() {
        return new NavigationItem(NavigationItem.Section.SYSTEM, 98, AuditController.PATH, "audit.nav", Function.AUDIT);
    }

    @Bean
    static BeanPostProcessor counting(ObjectProvider<Counts> counts, Environment environment) {
        String format = environment.getProperty(LOG_FORMAT, "text");
        if (!LOG_FORMATS.contains(format)) {
            throw new IllegalArgumentException("In valija.yaml, log-format is text or json, not " + format);
        }
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                switch (bean) {
                    case Outbox outbox -> outbox.observedBy(counts.getObject());
                    case OAuth oauth -> oauth.addListener(counts.getObject());
                    case NodeIdentity identity -> NodeMember.named(identity.name());
                    default -> {}
                }
                return bean;
            }
        };
    }
}

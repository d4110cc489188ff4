package org.valija.server.sessions;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** The filter that puts our sessions in the place of the servlet container's; made at the first request. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
class SessionConfiguration {

    private static final String FILTER = "sessionFilter";
    /** Where none is configured; sessions without an end there are not. */
    private static final Duration TIMEOUT = Duration.ofHours(8);

    private static final Duration SWEEP = Duration.ofMinutes(10);

    /** Before the security filters, which look for the session; also for error pages, which show who has entered. */
    @Bean
    static DelegatingFilterProxyRegistrationBean sessionFilterRegistration() {
        DelegatingFilterProxyRegistrationBean registration = new DelegatingFilterProxyRegistrationBean(FILTER);
        registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }

    @Bean(FILTER)
    SessionRepositoryFilter<WebSession> sessionFilter(WebSessions sessions, ServerProperties server) {
        CookieHttpSessionIdResolver ids = new CookieHttpSessionIdResolver();
        ids.setCookieSerializer(
                new SessionCookie(server.getServlet().getSession().getCookie()));
        SessionRepositoryFilter<WebSession> filter = new SessionRepositoryFilter<>(sessions);
        filter.setHttpSessionIdResolver(ids);
        return filter;
    }

    @Bean
    WebSessions webSessions(
            WebSessionTable table,
            ServerProperties server,
            SessionProperties properties,
            Clock clock,
            SessionUpkeep upkeep) {
        Duration idle = Optional.ofNullable(server.getServlet().getSession().getTimeout())
                .filter(Duration::isPositive)
                .orElse(TIMEOUT);
        return new WebSessions(table, new Lifetime(idle, properties.longest()), clock, upkeep);
    }

    @Bean(destroyMethod = "close")
    SessionUpkeep sessionUpkeep(WebSessionTable table, Clock clock) {
        return new SessionUpkeep(table, clock, SWEEP);
    }
}

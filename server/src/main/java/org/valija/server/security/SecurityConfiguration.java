package org.valija.server.security;

import static org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter.Directive.STORAGE;

import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.stream.Collectors;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.server.audit.Audit;
import org.valija.server.secondfactor.SecondFactors;
import org.valija.server.sessions.EntrySuccess;
import org.valija.server.tls.ConsoleCertificate;
import org.valija.server.tls.HostNames;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.KnownDevices;
import org.valija.server.users.Refusals;
import org.valija.server.users.Users;

/** The console's filter chain. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    static final String ENTRY = "/entrar";
    static final String STEP = "/codigo";
    static final String RECOVERY = "/recuperar";

    /** Around all other filters, since several of them read what came. */
    @Bean
    static FilterRegistrationBean<UnreadableRequestFilter> unreadableRequests() {
        FilterRegistrationBean<UnreadableRequestFilter> registration =
                new FilterRegistrationBean<>(new UnreadableRequestFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    SecurityFilterChain console(
            HttpSecurity http,
            AuthenticationProvider entry,
            OAuth oauth,
            EntrySuccess success,
            KnownDevices devices,
            Audit audit,
            Refusals refusals,
            Users users,
            SecondFactors factors,
            CurrentUser current,
            HostNames names,
            ConsoleCertificate certificate)
            throws Exception {
        // One added to the builder would be asked twice: Spring's global manager finds the same bean, and is its
        // parent.
        http.authenticationManager(new ProviderManager(entry))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/css/**", "/js/**", "/webjars/**", "/error")
                        .permitAll()
                        .requestMatchers(ENTRY, ENTRY + STEP, RECOVERY, RECOVERY + "/*")
                        .permitAll()
                        // An authorisation that a program began is given by whoever has its address; the way back
                        // and the end by hand answer only the browser session that began.
                        .requestMatchers("/autorizar/**", "/oauth/retorno", "/correo/terminar")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage(ENTRY)
                        .usernameParameter("usuario")
                        .passwordParameter("clave")
                        .authenticationDetailsSource(devices::origin)
                        .successHandler(success)
                        .failureHandler(new EntryFailureHandler(ENTRY)))
                .logout(logout -> logout.logoutUrl("/salir")
                        .addLogoutHandler(new LeavingNote(audit))
                        .addLogoutHandler(new HeaderWriterLogoutHandler(new ClearSiteDataHeaderWriter(STORAGE)))
                        .logoutSuccessUrl(ENTRY + "?salida"))
                .exceptionHandling(exceptions -> exceptions.accessDeniedHandler(new RefusalHandler(refusals)))
                .addFilterBefore(new HostCheck(names), HeaderWriterFilter.class)
                .addFilterBefore(new StrangersFilesFilter(), CsrfFilter.class)
                .addFilterAfter(new StandingFilter(users, factors, current), AuthorizationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy(oauth)))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .frameOptions(frame -> frame.deny())
                        // A browser that knows it would let nobody past a certificate that nobody vouches for.
                        .httpStrictTransportSecurity(strict -> strict.includeSubDomains(false)
                                .requestMatcher(request -> request.isSecure() && !certificate.isSelfSigned())));
        return http.build();
    }

    /**
     * A browser follows a form's redirect only to the places that {@code form-action} names, so the providers' pages are
     * among them.
     */
    private static String policy(OAuth oauth) {
        String providers = oauth.providers().all().stream()
                .map(Provider::authorizationEndpoint)
                .map(SecurityConfiguration::origin)
                .distinct()
                .collect(Collectors.joining(" "));
        return "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none';"
                + " form-action 'self' " + providers;
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}

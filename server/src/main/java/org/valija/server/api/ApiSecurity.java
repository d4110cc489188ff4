package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.valija.server.users.Refusals;

/**
 * The filter chain of {@code /api/}: no session, no cookie, and so no form token either. It answers under any name of this
 * server: a foreign page that points its own name here has no token to bring.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    static final String ROOT = "/api/v1";
    static final String DOCUMENT = ROOT + "/openapi.yaml";

    private static final List<Guard> GUARDS = List.of(
            new Guard(matcher(HttpMethod.POST, "/messages/**"), Scope.MESSAGES_SEND),
            new Guard(matcher(null, "/messages/**"), Scope.MESSAGES_READ),
            new Guard(matcher(HttpMethod.POST, "/documents/**"), Scope.DOCUMENTS_WRITE),
            new Guard(matcher(null, "/documents/**"), Scope.DOCUMENTS_READ),
            new Guard(matcher(null, "/outbox/**"), Scope.MESSAGES_READ),
            new Guard(matcher(null, "/accounts/**"), Scope.ACCOUNTS_READ),
            new Guard(matcher(null, "/authorizations/**"), Scope.ACCOUNTS_AUTHORIZE));

    /** What a request needs; the first that fits counts. */
    private record Guard(RequestMatcher requests, Scope scope) {}

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http, TokenCheck tokens, ApiThrottle throttle, Problems problems, Refusals refusals)
            throws Exception {
        // Programs are known by the filter alone; nobody enters here by code and key.
        http.securityMatcher("/api/**")
                .authenticationManager(attempt -> {
                    throw new BadCredentialsException("not here");
                })
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(DOCUMENT)
                        .permitAll()
                        .anyRequest()
                        .access(scoped()))
                .exceptionHandling(exceptions -> exceptions.accessDeniedHandler((request, response, denied) -> {
                    refusals.note(request, denied);
                    problems.write(refusal(request), request, response);
                }))
                .addFilterBefore(new BearerFilter(tokens, throttle, problems), AnonymousAuthenticationFilter.class);
        return http.build();
    }

    /** What the firewall turns away before any chain, such as a path with {@code //}. */
    @Bean
    RequestRejectedHandler rejections(Problems problems) {
        return (request, response, rejected) -> {
            if (request.getRequestURI().startsWith("/api/")) {
                problems.write(ApiException.of(Problem.BAD_REQUEST), request, response);
            } else {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            }
        };
    }

    static boolean isPublic(HttpServletRequest request) {
        return request.getRequestURI().equals(DOCUMENT);
    }

    private static AuthorizationManager<RequestAuthorizationContext> scoped() {
        return (authentication, context) -> new AuthorizationDecision(authentication.get() instanceof Caller caller
                && needed(context.getRequest())
                        .filter(scope -> !caller.token().scopes().contains(scope))
                        .isEmpty());
    }

    private static Optional<Scope> needed(HttpServletRequest request) {
        return GUARDS.stream()
                .filter(guard -> guard.requests().matches(request))
                .map(Guard::scope)
                .findFirst();
    }

    private static RequestMatcher matcher(@Nullable HttpMethod method, String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(method, ROOT + path);
    }

    private static ApiException refusal(HttpServletRequest request) {
        return needed(request).map(ApiException::insufficientScope).orElseGet(() -> ApiException.of(Problem.NOT_FOUND));
    }
}

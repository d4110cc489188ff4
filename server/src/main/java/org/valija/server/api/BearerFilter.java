package org.valija.server.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.valija.sql.DatabaseException;

/**
 * Knows a program by its token (RFC 6750 §2.1) and bounds its requests, before anything of their content is read. A token
 * whose user may not enter any more is refused like an unknown one.
 */
final class BearerFilter extends OncePerRequestFilter {

    /** A request's octets: all files in base64, and its text. */
    static final long LARGEST_REQUEST = 40L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(BearerFilter.class);
    private static final String FORM = "multipart/";
    private static final String CHALLENGE = "Bearer realm=\"valija\"";

    private final TokenCheck tokens;
    private final ApiThrottle throttle;
    private final Problems problems;

    BearerFilter(TokenCheck tokens, ApiThrottle throttle, Problems problems) {
        this.tokens = tokens;
        this.throttle = throttle;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return ApiSecurity.isPublic(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Caller caller = caller(request);
            throttle.request(caller.token());
            if (request.getContentLengthLong() > LARGEST_REQUEST) {
                throw ApiException.of(Problem.TOO_LARGE, Spools.LARGEST_MEGABYTES);
            }
            if (request.getContentLengthLong() < 0 && isForm(request)) {
                throw ApiException.of(Problem.LENGTH_REQUIRED);
            }
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(caller);
            SecurityContextHolder.setContext(context);
        } catch (ApiException e) {
            problems.write(e, request, response);
            return;
        } catch (DatabaseException e) {
            LOG.error("database {}", e.kind(), e);
            problems.write(ApiException.withoutDatabase(), request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** The server takes a form apart by itself, and writes it to disk before anything of it can be counted here. */
    private static boolean isForm(HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType())
                .filter(type -> type.strip().regionMatches(true, 0, FORM, 0, FORM.length()))
                .isPresent();
    }

    private Caller caller(HttpServletRequest request) {
        Optional<ApiToken> token = tokens.honoured(request);
        if (token.isPresent()) {
            return new Caller(token.get());
        }
        throttle.refusal(request.getRemoteAddr());
        throw request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? ApiException.of(Problem.NO_TOKEN).with(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                : ApiException.of(Problem.INVALID_TOKEN)
                        .with(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
    }
}

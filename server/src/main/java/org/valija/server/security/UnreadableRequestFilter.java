package org.valija.server.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What cannot be read of a query or a form is the sender's mistake: a page says so, with a status of 400 and its like, and the
 * log keeps quiet. That page must not read it anew. A text with a NUL cannot be read either: no form has one, and PostgreSQL
 * keeps none.
 */
final class UnreadableRequestFilter extends OncePerRequestFilter {

    private static final String MARK = UnreadableRequestFilter.class.getName();

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR && request.getAttribute(MARK) != null) {
            chain.doFilter(new Unread(request), response);
            return;
        }
        try {
            chain.doFilter(new Readable(request), response);
        } catch (InvalidParameterException | ServletException e) {
            InvalidParameterException unreadable = cause(e);
            if (unreadable == null || response.isCommitted()) {
                throw e;
            }
            request.setAttribute(MARK, true);
            response.sendError(unreadable.getErrorCode());
        }
    }

    @Override
    protected void doFilterNestedErrorDispatch(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        doFilterInternal(request, response, chain);
    }

    private static @Nullable InvalidParameterException cause(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof InvalidParameterException unreadable) {
                return unreadable;
            }
        }
        return null;
    }

    /** Fields without NUL. */
    private static final class Readable extends HttpServletRequestWrapper {

        Readable(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getParameter(String name) {
            String value = super.getParameter(name);
            return value == null ? null : checked(value);
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            String[] values = super.getParameterValues(name);
            return values == null ? null : checked(values);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            Map<String, String[]> fields = super.getParameterMap();
            fields.forEach((name, values) -> {
                checked(name);
                checked(values);
            });
            return fields;
        }

        private static String[] checked(String[] values) {
            for (String value : values) {
                checked(value);
            }
            return values;
        }

        private static String checked(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new InvalidParameterException("a NUL in a field");
            }
            return text;
        }
    }

    /** The same request as if nothing had come with it. */
    private static final class Unread extends HttpServletRequestWrapper {

        Unread(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getParameter(String name) {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return null;
        }

        @Override
        public @Nullable String getContentType() {
            return null;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? null : super.getHeader(name);
        }

        @Override
        public Collection<jakarta.servlet.http.Part> getParts() {
            return List.of();
        }
    }
}

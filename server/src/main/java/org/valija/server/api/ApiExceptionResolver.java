package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.InvalidPropertyException;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.valija.oauth.AuthorizationException;
import org.valija.server.users.NotPermittedException;
import org.valija.server.users.Refusals;
import org.valija.server.web.Say;
import org.valija.server.web.Unread;
import org.valija.sql.DatabaseException;

/** Makes a problem of everything that goes wrong under {@code /api/}, also where no handler was found. */
@Component
class ApiExceptionResolver implements HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ApiExceptionResolver.class);

    private final Problems problems;
    private final Refusals refusals;

    ApiExceptionResolver(Problems problems, Refusals refusals) {
        this.problems = problems;
        this.refusals = refusals;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!request.getRequestURI().startsWith("/api/")) {
            return null;
        }
        if (thrown instanceof AccessDeniedException refused) {
            refusals.note(request, refused);
        }
        try {
            problems.write(problem(thrown), request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelAndView();
    }

    private static ApiException problem(Exception thrown) {
        return switch (thrown) {
            case ApiException refused -> refused;
            case NotPermittedException e ->
                ApiException.of(
                        Problem.NOT_PERMITTED,
                        new DefaultMessageSourceResolvable("operation." + e.operation()),
                        new DefaultMessageSourceResolvable("function." + e.function()));
            case AccessDeniedException _ -> ApiException.of(Problem.NOT_FOUND);
            case NoResourceFoundException _ -> ApiException.of(Problem.NOT_FOUND);
            case AuthorizationException e -> ApiException.of(Problem.AUTHORIZATION_IMPOSSIBLE, Say.of(e.diagnosis()));
            case HttpRequestMethodNotSupportedException e ->
                ApiException.of(Problem.METHOD_NOT_ALLOWED)
                        .with(HttpHeaders.ALLOW, String.join(", ", Objects.requireNonNull(e.getSupportedMethods())));
            case HttpMediaTypeNotSupportedException _ -> ApiException.of(Problem.UNSUPPORTED_MEDIA_TYPE);
            case HttpMediaTypeNotAcceptableException _ -> ApiException.of(Problem.NOT_ACCEPTABLE);
            case MethodArgumentTypeMismatchException e ->
                ApiException.ofField(Problem.INVALID_PARAMETER, e.getName(), "api.field.parameter");
            case MaxUploadSizeExceededException _ -> ApiException.of(Problem.TOO_LARGE, Spools.LARGEST_MEGABYTES);
            case MultipartException e -> unread(e);
            case InvalidParameterException _, InvalidPropertyException _ -> ApiException.of(Problem.BAD_REQUEST);
            case DatabaseException e -> {
                LOG.error("database {}", e.kind(), e);
                yield ApiException.withoutDatabase();
            }
            default -> {
                if (thrown instanceof ErrorResponse e && e.getStatusCode().is4xxClientError()) {
                    yield ApiException.of(Problem.BAD_REQUEST);
                }
                LOG.error("a program's request failed", thrown);
                yield ApiException.of(Problem.INTERNAL_ERROR);
            }
        };
    }

    private static ApiException unread(MultipartException form) {
        if (Unread.isOfTheCaller(form)) {
            return ApiException.of(Problem.MALFORMED_MULTIPART);
        }
        LOG.error("the files of a form cannot be kept", form);
        return ApiException.withoutDisk();
    }
}

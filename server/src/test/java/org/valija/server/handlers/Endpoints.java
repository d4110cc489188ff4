package org.valija.server.handlers;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.valija.server.handlers.Endpoint.Field;

/** Finds every way into a running service: what its handler mappings know, and the filters that answer by themselves. */
final class Endpoints {

    private Endpoints() {}

    /** In an order of its own, what deletes last, so that what comes before still finds its records. */
    static List<Endpoint> of(ApplicationContext context) {
        List<Endpoint> found = new ArrayList<>();
        for (RequestMappingInfoHandlerMapping mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            mapping.getHandlerMethods().forEach((info, method) -> found.addAll(endpoints(info, method)));
        }
        found.addAll(ofFilters(context));
        return found.stream()
                .sorted(Comparator.<Endpoint>comparingInt(endpoint -> endpoint.isRead() ? 0 : 1)
                        .thenComparing(Endpoint::pattern)
                        .thenComparing(Endpoint::toString))
                .toList();
    }

    /** Mappings of other kinds, by the class of each, with what they answer to. */
    static Map<String, TreeSet<String>> otherMappings(ApplicationContext context) {
        Map<String, TreeSet<String>> others = new java.util.TreeMap<>();
        context.getBeansOfType(HandlerMapping.class).forEach((name, mapping) -> {
            if (mapping instanceof org.springframework.web.servlet.handler.AbstractUrlHandlerMapping urls
                    && !urls.getHandlerMap().isEmpty()) {
                others.put(name, new TreeSet<>(urls.getHandlerMap().keySet()));
            } else if (mapping instanceof org.springframework.web.servlet.function.support.RouterFunctionMapping routes
                    && routes.getRouterFunction() != null) {
                others.put(name, new TreeSet<>(List.of(String.valueOf(routes.getRouterFunction()))));
            }
        });
        return others;
    }

    private static List<Endpoint> endpoints(RequestMappingInfo info, HandlerMethod method) {
        boolean form = info.getConsumesCondition().getConsumableMediaTypes().contains(MediaType.MULTIPART_FORM_DATA);
        boolean json = info.getConsumesCondition().getConsumableMediaTypes().contains(MediaType.APPLICATION_JSON);
        List<Field> fields = fields(method);
        boolean files = fields.stream().anyMatch(field -> field.plausible().isEmpty());
        List<String> methods = info.getMethodsCondition().getMethods().isEmpty()
                ? List.of("GET", "POST")
                : info.getMethodsCondition().getMethods().stream()
                        .map(Enum::name)
                        .toList();
        List<Endpoint> endpoints = new ArrayList<>();
        for (String pattern : info.getPatternValues()) {
            for (String verb : methods) {
                endpoints.add(new Endpoint(verb, pattern, form || files, json, fields, method.getShortLogMessage()));
            }
        }
        return endpoints;
    }

    private static List<Endpoint> ofFilters(ApplicationContext context) {
        List<Endpoint> endpoints = new ArrayList<>();
        context.getBeansOfType(SecurityFilterChain.class).values().stream()
                .flatMap(chain -> chain.getFilters().stream())
                .forEach(filter -> {
                    String name = filter.getClass().getSimpleName();
                    if (filter instanceof UsernamePasswordAuthenticationFilter entry) {
                        List<Field> fields = List.of(
                                new Field(entry.getUsernameParameter(), Optional.of("NADIE")),
                                new Field(entry.getPasswordParameter(), Optional.of("no es su clave")));
                        endpoints.add(new Endpoint("POST", "/entrar", false, false, fields, name));
                    } else if (filter instanceof LogoutFilter) {
                        endpoints.add(new Endpoint("POST", "/salir", false, false, List.of(), name));
                    }
                });
        return endpoints;
    }

    /** Filters of ours and of Spring Security that could answer by themselves. */
    static TreeSet<String> filters(ApplicationContext context) {
        TreeSet<String> names = new TreeSet<>();
        context.getBean(FilterChainProxy.class)
                .getFilterChains()
                .forEach(chain -> chain.getFilters()
                        .forEach(filter -> names.add(filter.getClass().getSimpleName())));
        return names;
    }

    private static List<Field> fields(HandlerMethod method) {
        List<Field> fields = new ArrayList<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
            RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
            Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
            if (named != null && !Map.class.isAssignableFrom(parameter.getParameterType())) {
                String name = named.name().isEmpty() ? String.valueOf(parameter.getParameterName()) : named.name();
                fields.add(new Field(
                        name,
                        plausible(type, parameter.getGenericParameterType().getTypeName())));
            } else if (named == null && !parameter.hasParameterAnnotation(PathVariable.class) && type.isRecord()) {
                for (RecordComponent component : type.getRecordComponents()) {
                    fields.add(new Field(
                            component.getName(),
                            plausible(
                                    component.getType(),
                                    component.getGenericType().getTypeName())));
                }
            }
        }
        return fields;
    }

    private static Optional<String> plausible(Class<?> type, String written) {
        if (written.contains(MultipartFile.class.getSimpleName())) {
            return Optional.empty();
        }
        if (type.isEnum()) {
            return Optional.of(((Enum<?>) type.getEnumConstants()[0]).name());
        }
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of("true");
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type) || written.contains("Long")) {
            return Optional.of("1");
        }
        if (type == LocalDate.class || written.contains("LocalDate")) {
            return Optional.of("2026-01-31");
        }
        return Optional.of(type == URI.class ? "http://127.0.0.1:9/" : "x");
    }
}

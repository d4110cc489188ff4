package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.server.web.Unread;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads what programs send, strictly: a field that is not known, comes twice or has another type is refused by its name.
 * Thread-safe.
 */
@Component
class ApiJson {

    /** Characters of the longest text; files are read as a stream and have their own bound. */
    private static final int LONGEST_TEXT = 2 * 1024 * 1024;

    private static final int DEEPEST = 10;
    private static final int MOST_TOKENS = 10_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NUMBER = 100;

    /** How Jackson tells that bound from the others: it has one exception for all of them. */
    private static final String STRING_LENGTH = "getMaxStringLength";

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .maxNameLength(LONGEST_NAME)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .changeDefaultNullHandling(handling -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    /**
     * Reads a document. Files in it are kept by {@code spools}.
     *
     * @throws ApiException naming the field, or the line, that is wrong
     */
    <T> T read(InputStream in, Class<T> type, Spools spools) {
        try {
            T value = mapper.readerFor(type).withAttribute(Spools.class, spools).readValue(in);
            return Optional.ofNullable(value).orElseThrow(() -> ApiException.of(Problem.MALFORMED_JSON, 1, 1));
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    private static ApiException refusal(JacksonException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof ApiException refused) {
                return refused;
            }
            if (at instanceof UncheckedIOException failed) {
                throw failed;
            }
            if (at instanceof JacksonIOException failed && !Unread.isOfTheCaller(failed)) {
                throw new UncheckedIOException(failed.getCause());
            }
            if (at instanceof StreamConstraintsException bound) {
                return String.valueOf(bound.getMessage()).contains(STRING_LENGTH)
                        ? ApiException.of(Problem.TOO_LARGE, Spools.LARGEST_MEGABYTES)
                        : malformed(e).and("", "api.field.bounds", DEEPEST, MOST_TOKENS, LONGEST_NAME, LONGEST_NUMBER);
            }
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return ApiException.ofField(Problem.UNKNOWN_FIELD, path(unknown), "api.field.unknown");
        }
        if (e instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
            return ApiException.ofField(Problem.WRONG_TYPE, path(wrong), "api.field.type");
        }
        return malformed(e);
    }

    private static ApiException malformed(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null
                ? ApiException.of(Problem.MALFORMED_JSON, 1, 1)
                : ApiException.of(
                        Problem.MALFORMED_JSON, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** As in {@code attachments[0].name}. */
    private static String path(DatabindException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}

package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document as it is served, and answers held against it. */
final class OpenApiDocument {

    private static final String NAME = "https://valija.test/openapi";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final JsonNode root;
    private final SchemaRegistry schemas;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(NAME, root.toString())));
    }

    static OpenApiDocument read() {
        try (InputStream in = ApiDocumentController.DOCUMENT.getInputStream()) {
            Map<String, Object> tree = new Yaml().load(in);
            return new OpenApiDocument(MAPPER.valueToTree(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in {@code POST /api/v1/messages}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    operations.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return operations;
    }

    /** As in {@code POST /api/v1/messages 202}, without the answers that may always come. */
    Set<String> answers() {
        return operations().stream()
                .flatMap(operation -> operation(operation).get("responses").propertyNames().stream()
                        .filter(status -> !status.equals("default"))
                        .map(status -> operation + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> codes() {
        Set<String> codes = new TreeSet<>();
        root.at("/components/schemas/Problem/properties/code/enum").forEach(code -> codes.add(code.asString()));
        return codes;
    }

    /** Every reference of the document leads somewhere. */
    List<String> brokenReferences() {
        List<String> broken = new ArrayList<>();
        for (JsonNode reference : root.findValues("$ref")) {
            if (root.at(reference.asString().substring(1)).isMissingNode()) {
                broken.add(reference.asString());
            }
        }
        return broken;
    }

    /** Fails unless the document says that this operation answers so. */
    void check(String operation, int status, String contentType, JsonNode body) {
        JsonNode responses = operation(operation).get("responses");
        boolean named = responses.has(Integer.toString(status));
        assertThat(named || status >= 500)
                .as("%s answers %d", operation, status)
                .isTrue();
        String place = "/paths/" + escaped(operation.substring(operation.indexOf(' ') + 1)) + "/"
                + operation.substring(0, operation.indexOf(' ')).toLowerCase(Locale.ROOT) + "/responses/"
                + (named ? Integer.toString(status) : "default");
        JsonNode response = root.at(place);
        if (response.has("$ref")) {
            place = response.get("$ref").asString().substring(1);
            response = root.at(place);
        }
        String type = contentType.split(";", 2)[0];
        assertThat(response.get("content").has(type))
                .as("%s %d as %s", operation, status, type)
                .isTrue();
        Schema schema =
                schemas.getSchema(SchemaLocation.of(NAME + "#" + place + "/content/" + escaped(type) + "/schema"));
        assertThat(schema.validate(body))
                .as("%s %d: %s", operation, status, body)
                .isEmpty();
    }

    private JsonNode operation(String operation) {
        int blank = operation.indexOf(' ');
        JsonNode found = root.get("paths")
                .path(operation.substring(blank + 1))
                .path(operation.substring(0, blank).toLowerCase(Locale.ROOT));
        assertThat(found.isMissingNode()).as("%s is documented", operation).isFalse();
        return found;
    }

    /** RFC 6901 §3. */
    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }
}

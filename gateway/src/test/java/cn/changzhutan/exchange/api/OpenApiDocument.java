package cn.changzhutan.exchange.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** openapi.yaml as a judge: every answer that a test sees must stand in it, with its status, media type, code and members. */
final class OpenApiDocument {
    private static final OpenApiDocument DOCUMENT = new OpenApiDocument();
    private static final Pattern CODE = Pattern.compile("\\b[A-Z]{3,}(_[A-Z]+)*\\b");

    final String text;
    final JsonNode root;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static OpenApiDocument get() {
        return DOCUMENT;
    }

    private OpenApiDocument() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(OpenApiController.RESOURCE)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Object tree = new Yaml(new SafeConstructor(strict)).load(text);
        root = new ObjectMapper().valueToTree(tree);
    }

    /** {@code POST /api/v1/exchanges}, one a documented operation. */
    SortedSet<String> operations() {
        SortedSet<String> operations = new TreeSet<>();
        root.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** {@code 422 RECORD_REFUSED}, as documented for one operation. */
    SortedSet<String> problems(String operation) {
        SortedSet<String> problems = new TreeSet<>();
        responses(operation).fields().forEachRemaining(response -> {
            if (Integer.parseInt(response.getKey()) >= 400) {
                codes(response.getValue().path("description").asText())
                        .forEach(code -> problems.add(response.getKey() + " " + code));
            }
        });
        return problems;
    }

    SortedSet<String> everywhere() {
        SortedSet<String> problems = new TreeSet<>();
        root.at("/x-codes-everywhere/codes")
                .fields()
                .forEachRemaining(code -> problems.add(code.getValue().asText() + " " + code.getKey()));
        return problems;
    }

    private JsonNode responses(String operation) {
        int space = operation.indexOf(' ');
        return root.path("paths")
                .path(operation.substring(space + 1))
                .path(operation.substring(0, space).toLowerCase(Locale.ROOT))
                .path("responses");
    }

    private static List<String> codes(String description) {
        List<String> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(description);
        while (matcher.find()) {
            codes.add(matcher.group());
        }
        return codes;
    }

    /** Fails unless the answer is one that the document names. */
    void check(String method, String target, Wire.Reply reply) {
        String path = target.split("\\?", 2)[0]
                .replaceFirst("^(/api/v1/exchanges)/[^/]+(/evidence)?$", "$1/{id}$2")
                .replaceFirst("^(/api/v1/erasures)/[^/]+(/approve)?$", "$1/{id}$2")
                .replaceFirst("^/witness/checkpoint/.*$", "/witness/checkpoint/{hash}")
                .replaceFirst("^/log/tile/.*$", "/log/tile/**");
        String operation = method + " " + path;
        String type = reply.headers().getOrDefault("content-type", "").split(";")[0];
        if (reply.status() >= 400 && type.equals(ProblemBody.MEDIA_TYPE)) {
            checkProblem(operation, reply);
            return;
        }
        JsonNode response = resolve(responses(operation).path(Integer.toString(reply.status())));
        JsonNode content = response.path("content").path(type.replaceFirst("vnd\\.spring.*\\+", ""));
        require(!content.isMissingNode(), operation + ": " + reply.status() + " as " + type + " is not documented");
        if (type.equals(MediaTypes.LINES)) {
            reply.text().lines().forEach(line -> conforms(content.path("schema"), line));
        } else if (type.endsWith("json")) {
            conforms(content.path("schema"), reply.text());
        }
    }

    private void checkProblem(String operation, Wire.Reply reply) {
        String problem = reply.status() + " " + reply.code();
        require(
                problems(operation).contains(problem) || everywhere().contains(problem),
                operation + ": " + problem + " is not documented");
        conforms(reference("Problem"), reply.text());
        require(reply.status() == reply.json().path("status").asInt(), "the status differs from the problem's");
        JsonNode headers = resolve(responses(operation).path(Integer.toString(reply.status())))
                .path("headers");
        headers.fieldNames()
                .forEachRemaining(name -> require(
                        reply.headers().containsKey(name.toLowerCase(Locale.ROOT)), "the answer lacks " + name));
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static JsonNode reference(String schema) {
        return new ObjectMapper().valueToTree(Map.of("$ref", "#/components/schemas/" + schema));
    }

    private void conforms(JsonNode schema, String json) {
        ObjectNode whole = ((ObjectNode) schema.deepCopy());
        whole.set("components", closed(root.path("components").deepCopy()));
        Schema compiled = registry.getSchema(whole);
        List<Error> errors = compiled.validate(json, InputFormat.JSON);
        require(errors.isEmpty(), errors + " in " + json);
    }

    /** A member that the document does not name is an error too, which only a test should insist on. */
    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApiDocument::closed);
        return node;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}

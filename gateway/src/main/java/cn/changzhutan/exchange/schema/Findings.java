package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns a validator's errors into problems. Values never pass; a field's name does only if it looks like one. */
final class Findings {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_]{0,63}");
    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("required", "REQUIRED"),
            Map.entry("additionalProperties", "UNKNOWN_FIELD"),
            Map.entry("type", "TYPE"),
            Map.entry("not", "FORBIDDEN_FIELD"),
            Map.entry("const", "NOT_ALLOWED"),
            Map.entry("pattern", "PATTERN"),
            Map.entry("maxLength", "TOO_LONG"),
            Map.entry("minLength", "TOO_SHORT"),
            Map.entry("maximum", "TOO_LARGE"),
            Map.entry("minimum", "TOO_SMALL"),
            Map.entry("maxItems", "TOO_MANY"),
            Map.entry("minItems", "TOO_FEW"),
            Map.entry("uniqueItems", "DUPLICATE_ITEM"));

    private Findings() {}

    static Problem problem(Error error, JsonNode schema) {
        String keyword = error.getKeyword();
        String code = CODES.getOrDefault(keyword, error.getMessageKey());
        String pointer = pointer(error);
        JsonNode node = at(schema, pointer);
        Object limit = node.path(keyword).isValueNode() ? node.path(keyword).asText() : "";
        return Hints.problem(code, pointer, limit.toString(), node);
    }

    private static String pointer(Error error) {
        String base = error.getInstanceLocation().toString();
        String property = error.getProperty();
        if (property == null) {
            return base;
        }
        boolean named =
                error.getKeyword().equals("required") || NAME.matcher(property).matches();
        return named ? base + "/" + property.replace("~", "~0").replace("/", "~1") : base;
    }

    /** The schema of what a pointer names, as far as the schema knows it. */
    private static JsonNode at(JsonNode schema, String pointer) {
        JsonNode node = schema;
        for (String segment : pointer.split("/", -1)) {
            if (!segment.isEmpty()) {
                JsonNode object = Field.inner(node);
                node = node.has("items") && Character.isDigit(segment.charAt(0))
                        ? object
                        : object.path("properties").path(segment);
            }
        }
        return node;
    }
}

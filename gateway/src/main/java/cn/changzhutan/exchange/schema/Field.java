package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One leaf of a schema: a scalar or an array of scalars.
 *
 * @param path names from the top joined by {@code /}, arrays transparent: {@code movers/name}
 * @param node its schema
 */
record Field(String path, JsonNode node) {
    PrivacyClass privacy() {
        return PrivacyClass.valueOf(node.path("x-privacy").asText());
    }

    /** All leaves of a schema, in the schema's order; fields that must never be sent ({@code "not": {}}) are none. */
    static Map<String, Field> of(JsonNode schema) {
        Map<String, Field> fields = new LinkedHashMap<>();
        collect(schema, "", fields);
        return fields;
    }

    private static void collect(JsonNode object, String prefix, Map<String, Field> fields) {
        object.path("properties").properties().forEach(property -> {
            String path = prefix + property.getKey();
            JsonNode inner = inner(property.getValue());
            if (inner.has("properties")) {
                collect(inner, path + "/", fields);
            } else if (!inner.has("not")) {
                fields.put(path, new Field(path, property.getValue()));
            }
        });
    }

    /** What the elements are if it is an array, else itself. */
    static JsonNode inner(JsonNode node) {
        return node.has("items") ? node.get("items") : node;
    }
}

package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Cuts a schema to some of its fields: properties and required ones, at every depth. Everything else stays as it was. */
final class Projection {
    private Projection() {}

    static ObjectNode cut(ObjectNode schema, Set<String> fields) {
        ObjectNode copy = schema.deepCopy();
        copy.remove("$id"); // the full schema has it, and two of one id cannot stand in one registry
        cut(copy, "", fields);
        return copy;
    }

    private static void cut(ObjectNode object, String prefix, Set<String> fields) {
        ObjectNode properties = (ObjectNode) object.get("properties");
        properties.properties().removeIf(property -> {
            String path = prefix + property.getKey();
            JsonNode inner = Field.inner(property.getValue());
            if (!inner.has("properties")) {
                return !fields.contains(path) && !inner.has("not");
            }
            boolean wanted = fields.stream().anyMatch(field -> field.startsWith(path + "/"));
            if (wanted) {
                cut((ObjectNode) inner, path + "/", fields);
            }
            return !wanted;
        });
        if (object.get("required") instanceof ArrayNode required) {
            ArrayNode left = required.arrayNode();
            required.forEach(name -> {
                if (properties.has(name.textValue())) {
                    left.add(name);
                }
            });
            object.set("required", left);
        }
    }
}

package cn.changzhutan.exchange.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The agreed fields as a tree, made once an agreement: cutting a record is one walk over what stays. A leaf keeps the whole value.
 * Objects and arrays on the way to an agreed field stay even if nothing in them is left, so that positions and counts still mean what
 * they meant. Immutable, thread-safe.
 */
final class Projection {
    private static final Projection WHOLE = new Projection(Map.of());
    private final Map<String, Projection> parts;

    private Projection(Map<String, Projection> parts) {
        this.parts = parts;
    }

    static Projection of(Collection<String> fields) {
        Map<String, Collection<String>> byFirst = new LinkedHashMap<>();
        for (String field : fields) {
            int slash = field.indexOf('/');
            String first = slash < 0 ? field : field.substring(0, slash);
            Collection<String> rest = byFirst.computeIfAbsent(first, any -> new ArrayList<>());
            if (slash > 0) {
                rest.add(field.substring(slash + 1));
            }
        }
        Map<String, Projection> parts = new LinkedHashMap<>();
        byFirst.forEach((name, rest) -> parts.put(name, rest.isEmpty() ? WHOLE : of(rest)));
        return new Projection(parts);
    }

    /** A new tree that shares its leaves with the record. A plain value where an object was agreed is dropped, never passed on. */
    ObjectNode cut(JsonNode record) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        parts.forEach((name, inner) -> {
            JsonNode value = record.get(name);
            if (value != null) {
                JsonNode part = inner == WHOLE ? value : inner.cutContainer(value);
                if (part != null) {
                    kept.set(name, part);
                }
            }
        });
        return kept;
    }

    private JsonNode cutContainer(JsonNode value) {
        if (value.isObject()) {
            return cut(value);
        }
        if (!value.isArray()) {
            return null;
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode(value.size());
        for (JsonNode element : value) {
            JsonNode part = cutContainer(element);
            if (part != null) {
                kept.add(part);
            }
        }
        return kept;
    }
}

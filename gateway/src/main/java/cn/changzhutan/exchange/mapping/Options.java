package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Strict reading of one block of a route's format options: every key that is not asked for is a problem. Not thread-safe. */
final class Options {
    private final String file;
    private final String name;
    private final JsonNode block;
    private final SettingsProblems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    Options(String file, String name, JsonNode block, SettingsProblems problems) {
        this.file = file;
        this.name = name;
        this.block = block;
        this.problems = problems;
        if (!block.isObject() && !block.isNull() && !block.isMissingNode()) {
            problem("", "found a " + block.getNodeType() + " (expected: a block of options)");
        }
    }

    boolean has(String key) {
        return block.hasNonNull(key);
    }

    String text(String key, String otherwise) {
        asked.add(key);
        JsonNode value = block.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            problem(key, "expected: text");
            return otherwise;
        }
        return value.textValue();
    }

    /** A text that must be there; "" with a problem if it is not. */
    String required(String key) {
        String value = text(key, "");
        if (value.isEmpty()) {
            problem(key, "missing (expected: text)");
        }
        return value;
    }

    /** One of the allowed texts; the first of them if the option is absent. */
    String oneOf(String key, String... allowed) {
        String value = text(key, allowed[0]);
        if (!List.of(allowed).contains(value)) {
            problem(key, "found " + value + " (expected: one of " + String.join(", ", allowed) + ")");
            return allowed[0];
        }
        return value;
    }

    boolean flag(String key) {
        asked.add(key);
        JsonNode value = block.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            problem(key, "expected: true or false");
        }
        return value.asBoolean(false);
    }

    /** A list of texts without repeats; empty if the option is absent. */
    List<String> texts(String key) {
        asked.add(key);
        List<String> values = new ArrayList<>();
        for (JsonNode value : block.path(key)) {
            if (!value.isTextual()) {
                problem(key, "expected: a list of texts");
            } else if (values.contains(value.textValue())) {
                problem(key, value.textValue() + " stands there twice");
            } else {
                values.add(value.textValue());
            }
        }
        if (block.has(key) && !block.get(key).isArray()) {
            problem(key, "expected: a list of texts");
        }
        return List.copyOf(values);
    }

    Options block(String key) {
        asked.add(key);
        return new Options(file, name + "." + key, block.path(key), problems);
    }

    /** To be called last: reports every key that nobody asked for. */
    void refuseOthers() {
        block.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) {
                problem(key, "unknown option (expected: one of " + String.join(", ", asked) + ")");
            }
        });
    }

    void problem(String key, String what) {
        problems.add(file, 0, name + (key.isEmpty() ? "" : "." + key) + ": " + what);
    }
}

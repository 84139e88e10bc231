package cn.changzhutan.exchange.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a strict YAML file. A key is known once it was asked for; {@link #finish} refuses the others. Every value is read as
 * the text that stands in the file, so that {@code no} and {@code 010} mean what they say. Not thread-safe.
 */
final class YamlMap {
    /** A value with the line where it stands. */
    record Located<T>(T value, int line) {}

    private final MappingNode node;
    private final String path;
    private final FileProblems problems;
    private final int problemsBefore;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    YamlMap(MappingNode node, String path, FileProblems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.problemsBefore = problems.count();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), in("") + "found a key that is no plain name (expected: a name)");
            } else if (entries.containsKey(key.getValue())) {
                int first = YamlMap.line(entries.get(key.getValue()).getKeyNode());
                problems.add(key, in(key.getValue()) + ": found twice (expected: once, as in line " + first + ")");
            } else {
                entries.put(key.getValue(), tuple);
            }
        }
    }

    /** The names as they stand, of a mapping whose keys are names that the admin chooses. */
    Set<String> keys() {
        return entries.keySet();
    }

    boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    /** The value, or null after a problem was added. */
    <T> T required(String key, Form<T> form) {
        return value(key, form.expected())
                .map(node -> read(node, in(key), form))
                .orElse(null);
    }

    /** The value; the fallback if the key is not there; null after a problem was added. */
    <T> T optional(String key, T fallback, Form<T> form) {
        return has(key) ? required(key, form) : fallback;
    }

    /** A list of at least one plain value without repeats, each with its line; shorter where there were problems. */
    <T> List<Located<T>> list(String key, Form<T> form) {
        List<Located<T>> items = new ArrayList<>();
        String expected = "a list, each " + form.expected();
        Node value = value(key, expected).orElse(null);
        if (value != null && !(value instanceof SequenceNode)) {
            problems.add(value, in(key) + ": found " + describe(value, form) + " (expected: " + expected + ")");
        }
        if (value instanceof SequenceNode sequence) {
            if (sequence.getValue().isEmpty()) {
                problems.add(value, in(key) + ": found none (expected: at least one)");
            }
            Map<T, Integer> seen = new LinkedHashMap<>();
            for (Node each : sequence.getValue()) {
                T item = read(each, in(key), form);
                Integer first = item == null ? null : seen.putIfAbsent(item, line(each));
                if (first != null) {
                    problems.add(
                            each, in(key) + ": found " + item + " twice (expected: once, as in line " + first + ")");
                } else if (item != null) {
                    items.add(new Located<>(item, line(each)));
                }
            }
        }
        return items;
    }

    /** A mapping; an empty one after a problem was added, so that reading goes on without a second problem for each key. */
    Optional<YamlMap> map(String key) {
        Node value = value(key, "keys").orElse(null);
        if (value instanceof MappingNode map) {
            return Optional.of(new YamlMap(map, in(key), problems));
        }
        if (value != null) {
            problems.add(value, in(key) + ": found " + describe(value) + " (expected: keys)");
        }
        return Optional.empty();
    }

    /** The mapping, if the key is there. */
    Optional<YamlMap> optionalMap(String key) {
        return has(key) ? map(key) : Optional.empty();
    }

    /** A mapping as JSON, for another part of the program that reads it by its own rules. */
    Optional<JsonNode> json(String key, String expected) {
        Node value = value(key, expected).orElse(null);
        if (value instanceof MappingNode map) {
            return Optional.of(YamlJson.of(map, problems));
        }
        if (value != null) {
            problems.add(value, in(key) + ": found " + describe(value) + " (expected: " + expected + ")");
        }
        return Optional.empty();
    }

    private Optional<Node> value(String key, String expected) {
        asked.add(key);
        NodeTuple tuple = entries.get(key);
        if (tuple == null) {
            problems.add(node, in(key) + ": missing (expected: " + expected + ")");
            return Optional.empty();
        }
        return Optional.of(tuple.getValueNode());
    }

    /** Line of the key, or of the mapping if the key is not there. */
    int line(String key) {
        NodeTuple tuple = entries.get(key);
        return tuple == null ? line(node) : line(tuple.getKeyNode());
    }

    /** Adds a problem at the key's line; {@code what} follows the key's name. */
    void problem(String key, String what) {
        problems.add(line(key), in(key) + ": " + what);
    }

    /** Refuses every key that was not asked for. True if this mapping and all in it had no problem. */
    boolean finish() {
        entries.forEach((key, tuple) -> {
            if (!asked.contains(key)) {
                String known = asked.isEmpty() ? "no keys" : "one of " + String.join(", ", asked);
                problems.add(
                        tuple.getKeyNode(),
                        in(key) + ": unknown key (expected: " + known + NearestName.hint(key, asked) + ")");
            }
        });
        return stands();
    }

    /** True if this mapping and all in it had no problem so far. */
    boolean stands() {
        return problems.count() == problemsBefore;
    }

    private <T> T read(Node value, String what, Form<T> form) {
        if (!(value instanceof ScalarNode scalar) || value.getTag().equals(Tag.NULL)) {
            problems.add(value, what + ": found " + describe(value, form) + " (expected: " + form.expected() + ")");
            return null;
        }
        try {
            return form.parse().apply(scalar.getValue());
        } catch (IllegalArgumentException | DateTimeException e) {
            String found = form.secretive() ? "found something else" : "found " + shown(scalar.getValue());
            String nearest = NearestName.hint(scalar.getValue(), form.known());
            problems.add(value, what + ": " + found + " (expected: " + form.expected() + nearest + ")");
            return null;
        }
    }

    /** A plain value is not shown where a secret may stand in its place. */
    private static String describe(Node value, Form<?> form) {
        return form.secretive() && value instanceof ScalarNode ? "something else" : describe(value);
    }

    private static String describe(Node value) {
        if (value instanceof MappingNode) {
            return "keys";
        }
        if (value instanceof SequenceNode) {
            return "a list";
        }
        return value.getTag().equals(Tag.NULL) ? "nothing" : shown(((ScalarNode) value).getValue());
    }

    private static String shown(String value) {
        return value.length() <= 60 ? value : value.substring(0, value.offsetByCodePoints(0, 25)) + "...";
    }

    private String in(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}

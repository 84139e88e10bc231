package cn.changzhutan.exchange.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A part of a strict YAML file as JSON, for another part of the program that reads it by its own rules. Unquoted {@code true},
 * {@code false}, whole numbers without leading zeros and {@code null} or nothing are what JSON calls so; all else is text.
 */
final class YamlJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlJson() {}

    static JsonNode of(Node node, FileProblems problems) {
        if (node instanceof MappingNode map) {
            ObjectNode object = JSON.objectNode();
            for (NodeTuple tuple : map.getValue()) {
                key(tuple, object, problems).ifPresent(key -> object.set(key, of(tuple.getValueNode(), problems)));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(each -> array.add(of(each, problems)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static Optional<String> key(NodeTuple tuple, ObjectNode object, FileProblems problems) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(tuple.getKeyNode(), "found a key that is no plain name (expected: a name)");
            return Optional.empty();
        }
        if (object.has(key.getValue())) {
            problems.add(key, key.getValue() + ": found twice (expected: once)");
            return Optional.empty();
        }
        return Optional.of(key.getValue());
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return JSON.textNode(text);
        }
        return switch (text) {
            case "true" -> JSON.booleanNode(true);
            case "false" -> JSON.booleanNode(false);
            case "null", "~", "" -> JSON.nullNode();
            default ->
                text.matches("0|-?[1-9]\\d{0,17}")
                        ? JSON.numberNode(new BigInteger(text).longValueExact())
                        : JSON.textNode(text);
        };
    }
}

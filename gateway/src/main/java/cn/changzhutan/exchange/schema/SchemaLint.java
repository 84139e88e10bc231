package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Holds our schemas to a small, closed part of JSON Schema 2020-12: what stands outside it (references, conditions, alternatives)
 * could neither be cut to an agreement's fields nor named by one pointer. Conditions between fields are rules.
 */
final class SchemaLint {
    private static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "$id",
            "title",
            "description",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "const",
            "not",
            "x-privacy",
            "x-person",
            "x-code");
    private static final Pattern BOTH_LANGUAGES = Pattern.compile(".*\\p{IsHan}.* / .*[A-Za-z].*");

    private final CodeTables codes;
    private final Consumer<String> problems;

    SchemaLint(CodeTables codes, Consumer<String> problems) {
        this.codes = codes;
        this.problems = problems;
    }

    void check(JsonNode schema) {
        described(schema, "");
        object(schema, "");
    }

    private void object(JsonNode node, String at) {
        keywords(node, at);
        expect(node.path("type").asText().equals("object"), at, "type (expected: object)");
        expect(node.path("properties").isObject(), at, "properties (expected: an object)");
        JsonNode additional = node.path("additionalProperties");
        expect(additional.isBoolean() && !additional.booleanValue(), at, "additionalProperties (expected: false)");
        node.path("required")
                .forEach(name -> expect(
                        node.path("properties").has(name.asText()),
                        at,
                        "required " + name.asText() + " is no property"));
        node.path("properties")
                .properties()
                .forEach(property -> property(property.getValue(), at + "/" + property.getKey()));
    }

    private void property(JsonNode node, String at) {
        described(node, at);
        if (node.has("not")) {
            expect(node.get("not").isObject() && node.get("not").isEmpty(), at, "not (expected: {})");
            return;
        }
        JsonNode inner = Field.inner(node);
        if (node.has("items")) {
            expect(node.path("type").asText().equals("array"), at, "type (expected: array)");
            keywords(node, at);
        }
        if (inner.has("properties")) {
            object(inner, at);
        } else {
            leaf(inner, at);
            privacy(node, at);
        }
    }

    private void leaf(JsonNode node, String at) {
        keywords(node, at);
        expect(
                Set.of("string", "integer", "boolean")
                        .contains(node.path("type").asText()),
                at,
                "type (expected: string, integer or boolean)");
        if (node.has("format")) {
            String format = node.get("format").asText();
            expect(
                    Formats.find(format).isPresent(),
                    at,
                    "format " + format + " (expected: one of " + Formats.names() + ")");
        }
        if (node.has("x-code")) {
            String table = node.get("x-code").asText();
            expect(codes.find(table).isPresent(), at, "x-code " + table + " (expected: a table of schemas/codes)");
        }
        try {
            Pattern.compile(node.path("pattern").asText());
        } catch (PatternSyntaxException e) {
            problems.accept(at + ": pattern: " + e.getDescription());
        }
    }

    private void privacy(JsonNode node, String at) {
        String privacy = node.path("x-privacy").asText();
        expect(
                Arrays.stream(PrivacyClass.values())
                        .anyMatch(known -> known.name().equals(privacy)),
                at,
                "x-privacy (expected: one of P0, P1, P2, P3)");
    }

    private void described(JsonNode node, String at) {
        expect(BOTH_LANGUAGES.matcher(node.path("title").asText()).matches(), at, "title (expected: 中文 / English)");
        expect(
                node.path("description").asText().split("\n").length == 2,
                at,
                "description (expected: a line in Chinese and a line in English)");
    }

    private void keywords(JsonNode node, String at) {
        node.fieldNames()
                .forEachRemaining(keyword -> expect(KEYWORDS.contains(keyword), at, "unknown keyword " + keyword));
    }

    private void expect(boolean right, String at, String otherwise) {
        if (!right) {
            problems.accept((at.isEmpty() ? "the schema" : at) + ": " + otherwise);
        }
    }
}

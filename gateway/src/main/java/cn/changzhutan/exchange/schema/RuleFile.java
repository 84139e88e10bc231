package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the cross-field rules that stand beside a schema ({@code v1.rules.yaml}), strictly. */
final class RuleFile {
    private static final Set<String> KEYS =
            Set.of("code", "each", "pointer", "fields", "uses", "require", "hint", "hintZh");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{2,39}");
    private static final Pattern POINTER = Pattern.compile("(/[A-Za-z][A-Za-z0-9]*)+");

    /** A field as an expression reads it: a dot and a name, and not a decimal. */
    private static final Pattern READ = Pattern.compile("\\.([A-Za-z][A-Za-z0-9]*)");

    private final Path file;
    private final Set<String> known;
    private final Collection<Function> functions;
    private final SettingsProblems problems;

    /** @param known the leaf paths of the schema */
    RuleFile(Path file, Set<String> known, Collection<Function> functions, SettingsProblems problems) {
        this.file = file;
        this.known = known;
        this.functions = functions;
        this.problems = problems;
    }

    List<Rule> read() {
        List<Rule> rules = new ArrayList<>();
        JsonNode list = StrictFiles.yaml(file, problems).orElse(null);
        if (list == null || list.isNull()) {
            return rules;
        }
        if (!list.isArray()) {
            problems.add(file.toString(), 0, "found something else (expected: a list of rules)");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            try {
                rules.add(rule(list.get(i)));
            } catch (IllegalArgumentException | JsltException e) {
                problems.add(file.toString(), 0, "rule " + (i + 1) + ": " + e.getMessage());
            }
        }
        return rules;
    }

    private Rule rule(JsonNode node) {
        node.fieldNames().forEachRemaining(key -> expect(KEYS.contains(key), "unknown key " + key));
        String code = node.path("code").asText();
        String each = node.path("each").asText();
        String pointer = node.path("pointer").asText();
        String require = node.path("require").asText();
        expect(CODE.matcher(code).matches(), "code " + code + " (expected: A-Z, 0-9, _)");
        expect(each.isEmpty() || POINTER.matcher(each).matches(), "each " + each + " (expected: a JSON Pointer)");
        expect(POINTER.matcher(pointer).matches(), "pointer " + pointer + " (expected: a JSON Pointer)");
        expect(
                !node.path("hint").asText().isEmpty()
                        && !node.path("hintZh").asText().isEmpty(),
                "needs hint and hintZh");
        List<String> fields = texts(node.path("fields"));
        expect(!fields.isEmpty(), "needs fields");
        Expression compiled = new Parser(new StringReader("boolean(" + require + ")"))
                .withFunctions(functions)
                .compile();
        Rule rule = new Rule(
                code,
                each,
                pointer,
                fields,
                texts(node.path("uses")),
                compiled,
                node.path("hint").asText(),
                node.path("hintZh").asText());
        checkNames(rule, require);
        return rule;
    }

    /** What an expression reads must be declared, or a projection would run it on half of its fields. */
    private void checkNames(Rule rule, String require) {
        Set<String> declared = new HashSet<>();
        for (String path : rule.reads()) {
            boolean container = known.stream().anyMatch(field -> field.startsWith(path + "/"));
            expect(known.contains(path) || container, "field " + path + " (expected: a field of the schema)");
            declared.addAll(List.of(path.split("/")));
        }
        Matcher reads = READ.matcher(require);
        while (reads.find()) {
            expect(
                    declared.contains(reads.group(1)),
                    "require reads " + reads.group(1) + ", which is in neither fields nor uses");
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static void expect(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One cross-field rule. It runs where all of {@code fields} are present and nothing that it reads is wrong by itself, so that one slip
 * gives one problem.
 *
 * @param each JSON Pointer of an array for whose every element the rule runs, or "" for the record; what follows counts from there
 * @param pointer JSON Pointer of the field to name
 * @param fields paths that must be present, arrays transparent
 * @param uses paths that it reads but that may be absent
 * @param require gives true, or anything that is not false, null or empty, where the rule holds; knows {@code $today}
 */
record Rule(
        String code,
        String each,
        String pointer,
        List<String> fields,
        List<String> uses,
        Expression require,
        String hint,
        String hintZh) {
    Rule {
        fields = List.copyOf(fields);
        uses = List.copyOf(uses);
    }

    /** Every path that the rule reads or names, from the top of the record. */
    Set<String> reads() {
        String prefix = each.isEmpty() ? "" : each.substring(1) + "/";
        Set<String> paths = new HashSet<>();
        fields.forEach(field -> paths.add(prefix + field));
        uses.forEach(field -> paths.add(prefix + field));
        paths.add(prefix + pointer.substring(1));
        return paths;
    }

    /** What expressions know besides the record. */
    static Map<String, JsonNode> variables(LocalDate today) {
        return Map.of("today", TextNode.valueOf(today.toString()));
    }

    /** @param problems what is wrong with single fields; @param found takes what this rule finds */
    void check(JsonNode record, Map<String, JsonNode> variables, List<Problem> problems, List<Problem> found) {
        if (each.isEmpty()) {
            checkAt(record, "", variables, problems, found);
            return;
        }
        JsonNode array = record.at(each);
        if (!array.isArray()) {
            return; // an object has a size as well; that it is none is the schema's to say
        }
        for (int i = 0; i < array.size(); i++) {
            checkAt(array.get(i), each + "/" + i, variables, problems, found);
        }
    }

    private void checkAt(
            JsonNode node, String base, Map<String, JsonNode> variables, List<Problem> problems, List<Problem> found) {
        for (String field : fields) {
            if (!present(node, field)) {
                return;
            }
        }
        if (!problems.isEmpty() && anyTouches(problems, base)) {
            return;
        }
        if (!holds(variables, node)) {
            found.add(new Problem(code, base + pointer, hint, hintZh));
        }
    }

    private boolean anyTouches(List<Problem> problems, String base) {
        String prefix = base + "/";
        for (Problem problem : problems) {
            if (prefix.startsWith(problem.pointer() + "/")) {
                return true;
            }
            if (problem.pointer().startsWith(prefix)) {
                String path = problem.pointer().substring(prefix.length()).replaceAll("/[0-9]+(?=/|$)", "");
                if (touches(path, pointer.substring(1))
                        || fields.stream().anyMatch(field -> touches(path, field))
                        || uses.stream().anyMatch(field -> touches(path, field))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean touches(String path, String field) {
        return path.equals(field) || path.startsWith(field + "/") || field.startsWith(path + "/");
    }

    /** Every element of an array on the way must have it. */
    private static boolean present(JsonNode node, String path) {
        int slash = path.indexOf('/');
        JsonNode next = node.path(slash < 0 ? path : path.substring(0, slash));
        if (slash < 0) {
            return !next.isMissingNode() && !next.isNull();
        }
        String rest = path.substring(slash + 1);
        if (!next.isArray()) {
            return present(next, rest);
        }
        for (JsonNode element : next) {
            if (!present(element, rest)) {
                return false;
            }
        }
        return !next.isEmpty();
    }

    /** The library's own messages quote values of the record: they end here. */
    private boolean holds(Map<String, JsonNode> variables, JsonNode node) {
        JsonNode answer;
        try {
            answer = require.apply(variables, node);
        } catch (JsltException e) {
            throw new IllegalStateException("rule " + code + " at " + each + pointer + " cannot be evaluated");
        }
        return answer.isBoolean()
                ? answer.booleanValue()
                : !answer.isNull() && !(answer.isContainerNode() && answer.isEmpty());
    }
}

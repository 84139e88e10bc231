package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.SettingsProblems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text form of key files: lines {@code name: value}, whole-line comments with {@code #}, each expected name exactly once. A
 * value is never repeated in a problem, because it may be a secret.
 */
final class KeyLines {
    private KeyLines() {}

    /** @return the values by name, or nothing if problems were added */
    static Optional<Map<String, String>> parse(
            String file, String text, List<String> names, SettingsProblems problems) {
        int before = problems.lines().size();
        Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (!names.contains(name)) {
                problems.add(file, number, "unknown line (expected: \"name: value\" with one of " + names + ")");
            } else if (values.putIfAbsent(name, line.substring(colon + 2)) != null) {
                problems.add(file, number, name + " stands here for the second time (expected: once)");
            }
        }
        List<String> missing = new ArrayList<>(names);
        missing.removeAll(values.keySet());
        for (String name : missing) {
            problems.add(file, 0, name + " is missing");
        }
        return problems.lines().size() == before ? Optional.of(values) : Optional.empty();
    }
}

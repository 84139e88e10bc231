package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All code tables, as the files of schemas/codes hold them. Immutable, thread-safe. */
public final class CodeTables {
    private static final Set<String> KEYS = Set.of("table", "title", "standard", "note", "columns", "codes");
    private final Map<String, CodeTable> tables;

    private CodeTables(Map<String, CodeTable> tables) {
        this.tables = Map.copyOf(tables);
    }

    /** @param folder with one JSON file a table, named as the table; faults go to {@code problems} and the table is left out */
    public static CodeTables load(Path folder, SettingsProblems problems) {
        Map<String, CodeTable> tables = new HashMap<>();
        for (Path file : StrictFiles.list(folder, path -> path.toString().endsWith(".json"))) {
            StrictFiles.json(file, problems).ifPresent(tree -> {
                try {
                    CodeTable table = table(tree);
                    if (!file.getFileName().toString().equals(table.name() + ".json")) {
                        throw new IllegalArgumentException("table " + table.name() + " (expected: the file's name)");
                    }
                    tables.put(table.name(), table);
                } catch (IllegalArgumentException e) {
                    problems.add(file.toString(), 0, e.getMessage());
                }
            });
        }
        return new CodeTables(tables);
    }

    public Optional<CodeTable> find(String table) {
        return Optional.ofNullable(tables.get(table));
    }

    public Set<String> names() {
        return tables.keySet();
    }

    /** @throws IllegalArgumentException if there is no such table */
    public CodeTable get(String table) {
        return find(table)
                .orElseThrow(() -> new IllegalArgumentException("code table " + table + " (expected: one of "
                        + String.join(", ", names().stream().sorted().toList()) + ")"));
    }

    private static CodeTable table(JsonNode tree) {
        tree.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown key " + key);
            }
        });
        Set<String> columns = new LinkedHashSet<>();
        tree.path("columns").forEach(column -> columns.add(text(column, "columns")));
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (JsonNode entry : tree.path("codes")) {
            Map<String, String> row = new HashMap<>();
            entry.properties().forEach(cell -> row.put(cell.getKey(), text(cell.getValue(), cell.getKey())));
            String code = row.remove("code");
            if (code == null || rows.put(code, row) != null) {
                throw new IllegalArgumentException("an entry without a code, or the code " + code + " twice");
            }
            if (!columns.containsAll(row.keySet())) {
                throw new IllegalArgumentException("code " + code + " has a column that columns does not name");
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a table without codes");
        }
        return new CodeTable(text(tree.path("table"), "table"), text(tree.path("standard"), "standard"), columns, rows);
    }

    private static String text(JsonNode node, String what) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw new IllegalArgumentException(what + " (expected: a text)");
        }
        return node.textValue();
    }
}

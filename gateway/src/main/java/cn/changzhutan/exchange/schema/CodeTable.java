package cn.changzhutan.exchange.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One table of codes, with what each code is called in other systems, a column each. Immutable.
 */
public final class CodeTable {
    private final String name;
    private final String standard;
    private final Map<String, Map<String, String>> textByColumnAndCode;
    private final Map<String, Map<String, String>> codeByColumnAndText;
    private final Set<String> codes;

    /**
     * @param rows code -> column -> text
     * @throws IllegalArgumentException if two codes have the same text in a column: the way back would be a guess
     */
    CodeTable(String name, String standard, Set<String> columns, Map<String, Map<String, String>> rows) {
        this.name = name;
        this.standard = standard;
        this.codes = Set.copyOf(rows.keySet());
        Map<String, Map<String, String>> texts = new HashMap<>();
        Map<String, Map<String, String>> back = new HashMap<>();
        for (String column : columns) {
            texts.put(column, new HashMap<>());
            back.put(column, new HashMap<>());
        }
        rows.forEach((code, row) -> row.forEach((column, text) -> {
            texts.get(column).put(code, text);
            if (back.get(column).put(text, code) != null) {
                throw new IllegalArgumentException("column " + column + " has " + text + " twice");
            }
        }));
        textByColumnAndCode = Map.copyOf(texts);
        codeByColumnAndText = Map.copyOf(back);
    }

    public String name() {
        return name;
    }

    /** The standard that the table follows, or {@code own}. */
    public String standard() {
        return standard;
    }

    public Set<String> codes() {
        return codes;
    }

    public Set<String> columns() {
        return textByColumnAndCode.keySet();
    }

    public boolean contains(String code) {
        return codes.contains(code);
    }

    /** What the code is called in a column. @throws IllegalArgumentException if there is no such column */
    public Optional<String> text(String column, String code) {
        return Optional.ofNullable(column(textByColumnAndCode, column).get(code));
    }

    /** The code for a text of a column. @throws IllegalArgumentException if there is no such column */
    public Optional<String> code(String column, String text) {
        return Optional.ofNullable(column(codeByColumnAndText, column).get(text));
    }

    private Map<String, String> column(Map<String, Map<String, String>> by, String column) {
        Map<String, String> found = by.get(column);
        if (found == null) {
            throw new IllegalArgumentException("code table " + name + ": column " + column + " (expected: one of "
                    + String.join(", ", by.keySet().stream().sorted().toList()) + ")");
        }
        return found;
    }
}

package cn.changzhutan.exchange.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rows of a file are one record: each its own, or all neighbours with the same values in some columns. A row that has nothing
 * in these columns is a record of its own: two unknowns are not the same. Immutable.
 *
 * @param keys empty if each row is a record
 * @param same columns that the rows of one record must have in common: the record has each of these once
 */
record RowGroups(List<String> keys, List<String> same) {
    static RowGroups of(Options options, List<String> columns) {
        RowGroups groups = new RowGroups(options.texts("groupBy"), options.texts("same"));
        groups.keys.stream()
                .filter(name -> !columns.contains(name))
                .forEach(name -> options.problem("groupBy", name + " is not one of the columns"));
        groups.same.stream()
                .filter(name -> !columns.contains(name))
                .forEach(name -> options.problem("same", name + " is not one of the columns"));
        if (!groups.isGrouped() && !groups.same.isEmpty()) {
            options.problem("same", "found without groupBy (expected: with it)");
        }
        return groups;
    }

    boolean isGrouped() {
        return !keys.isEmpty();
    }

    /** @throws MalformedException if the rows of a record do not stand together or do not agree */
    List<List<CsvTable.Line>> of(CsvTable table, List<CsvTable.Line> lines) throws MalformedException {
        List<List<CsvTable.Line>> groups = new ArrayList<>();
        Found found = new Found();
        Set<List<String>> seen = new HashSet<>();
        List<String> open = List.of();
        for (CsvTable.Line line : lines) {
            List<String> key = key(table, line);
            if (!key.isEmpty() && key.equals(open)) {
                List<CsvTable.Line> group = groups.get(groups.size() - 1);
                compare(table, group.get(0), line, found);
                group.add(line);
                continue;
            }
            if (!key.isEmpty() && !seen.add(key)) {
                found.add(
                        "GROUP_SPLIT",
                        "/" + line.row().number() + "/" + keys.get(0),
                        "rows with the same " + String.join(", ", keys) + " must stand together",
                        String.join("、", keys) + " 相同的行必须相邻");
            }
            groups.add(new ArrayList<>(List.of(line)));
            open = key;
        }
        found.throwIfAny();
        return groups;
    }

    /** Empty if the row stands for itself. */
    private List<String> key(CsvTable table, CsvTable.Line line) {
        List<String> key = new ArrayList<>(keys.size());
        for (String name : keys) {
            int at = table.header().indexOf(name);
            String cell = at < 0 ? "" : cell(line, at);
            if (cell.isEmpty()) {
                return List.of();
            }
            key.add(cell);
        }
        return key;
    }

    private void compare(CsvTable table, CsvTable.Line first, CsvTable.Line line, Found found) {
        for (String name : same) {
            int at = table.header().indexOf(name);
            if (at >= 0 && !cell(first, at).equals(cell(line, at))) {
                found.add(
                        "GROUP_CONFLICT",
                        "/" + line.row().number() + "/" + name,
                        "rows with the same " + String.join(", ", keys) + " must have the same " + name,
                        String.join("、", keys) + " 相同的行，" + name + " 也必须相同");
            }
        }
    }

    private static String cell(CsvTable.Line line, int at) {
        return line.cells()[at].strip();
    }
}

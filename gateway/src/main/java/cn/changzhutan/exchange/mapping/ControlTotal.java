package cn.changzhutan.exchange.mapping;

import java.math.BigDecimal;
import java.util.List;

/**
 * The last row of a file, which says how many rows stand above it and what some columns add up to. A file may come without one; one
 * that is there must be right. Immutable.
 *
 * @param column where the marker stands; "" if the form has no such row
 * @param marker the text by which the row is known
 * @param count the column that holds the number of rows
 * @param sums columns whose numbers are added up; an empty cell adds nothing
 */
record ControlTotal(String column, String marker, String count, List<String> sums) {
    private static final int LONGEST = 40;

    static ControlTotal of(Options options, List<String> columns) {
        if (!options.has("controlTotal")) {
            return new ControlTotal("", "", "", List.of());
        }
        Options block = options.block("controlTotal");
        ControlTotal total = new ControlTotal(
                block.required("column"), block.required("marker"), block.required("count"), block.texts("sums"));
        block.refuseOthers();
        total.checkColumn(block, "column", total.column, columns);
        total.checkColumn(block, "count", total.count, columns);
        for (String sum : total.sums) {
            total.checkColumn(block, "sums", sum, columns);
        }
        return total;
    }

    private void checkColumn(Options block, String key, String name, List<String> columns) {
        if (!name.isEmpty() && !columns.contains(name)) {
            block.problem(key, name + " is not one of the columns");
        }
    }

    boolean isConfigured() {
        return !column.isEmpty();
    }

    /** The rows of records, without the control row; checked if that row is there. */
    List<CsvTable.Line> checked(CsvTable table) throws MalformedException {
        List<CsvTable.Line> lines = table.lines();
        int at = table.header().indexOf(column);
        if (!isConfigured() || at < 0 || lines.isEmpty()) {
            return lines;
        }
        CsvTable.Line last = lines.get(lines.size() - 1);
        if (!marker.equals(last.cells()[at].strip())) {
            return lines;
        }
        List<CsvTable.Line> records = lines.subList(0, lines.size() - 1);
        Found found = new Found();
        compare(BigDecimal.valueOf(records.size()), last, table, count, found);
        for (String name : sums) {
            compare(sum(table, records, name), last, table, name, found);
        }
        found.throwIfAny();
        return records;
    }

    private static void compare(BigDecimal actual, CsvTable.Line last, CsvTable table, String name, Found found) {
        int at = table.header().indexOf(name);
        BigDecimal stated = at < 0 ? actual : number(last.cells()[at]);
        if (stated == null || stated.compareTo(actual) != 0) {
            found.add(
                    "CONTROL_TOTAL",
                    "/" + last.row().number() + "/" + name,
                    "the control total does not match the rows above: the file is cut off or was changed",
                    "合计与明细不符：文件不完整或已被改动");
        }
    }

    private static BigDecimal sum(CsvTable table, List<CsvTable.Line> records, String name) {
        int at = table.header().indexOf(name);
        BigDecimal sum = BigDecimal.ZERO;
        for (CsvTable.Line line : records) {
            BigDecimal number = at < 0 ? null : number(line.cells()[at]);
            // What is no number cannot be part of a sum; the record itself is refused for it later, with its place.
            sum = number == null ? sum : sum.add(number);
        }
        return sum;
    }

    /** Null if it is no plain decimal: with an exponent, a few characters would become gigabytes of digits when they are added up. */
    private static BigDecimal number(String cell) {
        String text = cell.strip();
        if (text.length() > LONGEST || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.FormulaGuard;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * Writes rows under a header of all columns: an absent field is an empty cell, so that a file looks the same whatever an agreement
 * left out. Immutable.
 */
final class CsvWriter {
    private final List<String> columns;
    private final ControlTotal total;
    private final String lineEnd;

    CsvWriter(List<String> columns, ControlTotal total, String lineEnd) {
        this.columns = columns;
        this.total = total;
        this.lineEnd = lineEnd;
    }

    String write(List<JsonNode> rows) {
        StringBuilder out = new StringBuilder(256 + 128 * rows.size());
        for (int i = 0; i < columns.size(); i++) {
            out.append(i == 0 ? "" : ",").append(columns.get(i));
        }
        out.append(lineEnd);
        for (JsonNode row : rows) {
            row(out, row);
        }
        if (total.isConfigured()) {
            total(out, rows);
        }
        return out.toString();
    }

    private void row(StringBuilder out, JsonNode row) {
        int written = 0;
        for (int i = 0; i < columns.size(); i++) {
            JsonNode cell = row.get(columns.get(i));
            out.append(i == 0 ? "" : ",");
            if (cell != null && !cell.isNull()) {
                cell(out, FormulaGuard.on(cell.asText()));
                written++;
            }
        }
        out.append(lineEnd);
        if (written != row.size()) {
            throw new IllegalStateException(
                    "the mapping from the shared form gives a column that the format does not list");
        }
    }

    private static void cell(StringBuilder out, String text) {
        boolean plain = !text.isEmpty() && text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ';
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c != ',' && c != '"' && c != '\r' && c != '\n';
        }
        if (plain) {
            out.append(text);
        } else {
            out.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }

    private void total(StringBuilder out, List<JsonNode> rows) {
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i);
            out.append(i == 0 ? "" : ",");
            if (name.equals(total.column())) {
                out.append(total.marker());
            } else if (name.equals(total.count())) {
                out.append(rows.size());
            } else if (total.sums().contains(name)) {
                out.append(sum(rows, name).toPlainString());
            }
        }
        out.append(lineEnd);
    }

    private static BigDecimal sum(List<JsonNode> rows, String name) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows) {
            String text = row.path(name).asText();
            sum = text.isEmpty() ? sum : sum.add(new BigDecimal(text));
        }
        return sum;
    }
}

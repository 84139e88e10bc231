package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.pipeline.Answer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result file of a dropped file: CSV with CRLF, one line an accepted row and one a problem of a refused row. Row 0 is the file as a
 * whole. It holds no value of any record. Not thread-safe.
 */
final class DropResult {
    static final String SUFFIX = ".result.csv";

    private static final String HEADER = "row,state,exchanges,code,pointer,hint,hintZh";

    private final StringBuilder lines = new StringBuilder(HEADER).append("\r\n");
    private int accepted;
    private int refused;

    /** @param row counted from 1, without header and control rows */
    void add(int row, Answer answer) {
        if (answer instanceof Answer.Accepted taken) {
            accepted++;
            String exchanges = taken.receipts().stream()
                    .map(receipt -> receipt.to() + ":" + receipt.exchange())
                    .collect(Collectors.joining(" "));
            line(Integer.toString(row), "ACCEPTED", exchanges, "", "", "", "");
        } else if (answer instanceof Answer.Refused back) {
            refused++;
            back.refusal().problems().forEach(problem -> problem(row, "REFUSED", problem));
        }
    }

    /** The file as a whole could not be taken; no row of it was. */
    void addWhole(List<Problem> problems) {
        problems.forEach(problem -> problem(0, "FAILED", problem));
    }

    int accepted() {
        return accepted;
    }

    int refused() {
        return refused;
    }

    byte[] bytes(Charset charset) {
        return lines.toString().getBytes(charset);
    }

    private void problem(int row, String state, Problem problem) {
        line(Integer.toString(row), state, "", problem.code(), problem.pointer(), problem.hint(), problem.hintZh());
    }

    private void line(String... cells) {
        for (int i = 0; i < cells.length; i++) {
            lines.append(i == 0 ? "" : ",").append(cell(cells[i]));
        }
        lines.append("\r\n");
    }

    /** Quoted where needed; a leading {@code = + - @} would be a formula to a spreadsheet, so it gets an apostrophe. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}

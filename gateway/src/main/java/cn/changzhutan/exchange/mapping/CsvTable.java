package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file read once: its header and its rows of cells, each with the place it stood at.
 *
 * @param header the column names, trimmed
 * @param headerRow where the header stands
 */
record CsvTable(List<String> header, CsvRows.Row headerRow, List<Line> lines) {
    /** One row of cells, as many as the header has. */
    record Line(CsvRows.Row row, String[] cells) {}

    private static final ObjectReader CELLS =
            new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY).readerFor(String[].class);

    static CsvTable read(byte[] document, Charset named) throws MalformedException {
        Charset charset = CsvText.charset(document, named);
        List<CsvRows.Row> rows = CsvRows.scan(document, CsvText.afterBom(document));
        if (rows.isEmpty()) {
            throw new MalformedException("EMPTY", "", "the file has no header row", "文件缺少表头");
        }
        StringBuilder text = new StringBuilder(document.length);
        for (CsvRows.Row row : rows) {
            text.append(CsvText.decode(document, row, charset));
        }
        List<String[]> cells;
        try {
            cells = CELLS.<String[]>readValues(text.toString()).readAll(new ArrayList<>(rows.size()));
        } catch (IOException e) {
            throw new MalformedException("MALFORMED_CSV", "", "not a well-formed CSV file", "CSV 格式错误");
        }
        if (cells.size() != rows.size()) {
            throw new MalformedException("MALFORMED_CSV", "", "rows cannot be told apart", "无法区分各行");
        }
        return of(rows, cells);
    }

    private static CsvTable of(List<CsvRows.Row> rows, List<String[]> cells) throws MalformedException {
        String[] header = cells.get(0);
        List<Line> lines = new ArrayList<>(rows.size() - 1);
        Found found = new Found();
        for (int i = 1; i < rows.size(); i++) {
            if (cells.get(i).length != header.length) {
                found.add(
                        "CELL_COUNT",
                        "/" + rows.get(i).number(),
                        "the row has " + cells.get(i).length + " cells (expected: " + header.length
                                + ", as the header)",
                        "该行有 " + cells.get(i).length + " 个单元格，表头有 " + header.length + " 个");
            }
            lines.add(new Line(rows.get(i), cells.get(i)));
        }
        found.throwIfAny();
        List<String> names = new ArrayList<>(header.length);
        for (String name : header) {
            names.add(name.strip());
        }
        return new CsvTable(names, rows.get(0), lines);
    }
}

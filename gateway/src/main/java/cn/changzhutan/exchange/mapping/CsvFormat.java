package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.FormulaGuard;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * CSV with a header row (RFC 4180) in UTF-8 or GB18030. The tree of a record is an object of its cells, or, where rows are grouped,
 * {@code {"rows": [...]}} with one such object a row. Cells are read without the blanks around them and without the guard against
 * formulas ({@link FormulaGuard}), and are written with it.
 */
final class CsvFormat implements NativeFormat {
    private static final String ROWS = "rows";

    private final CsvColumns columns;
    private final RowGroups groups;
    private final ControlTotal total;
    private final Blanks blanks;
    private final Charset charset;
    private final CsvWriter writer;

    private CsvFormat(
            CsvColumns columns,
            RowGroups groups,
            ControlTotal total,
            Blanks blanks,
            Charset charset,
            CsvWriter writer) {
        this.columns = columns;
        this.groups = groups;
        this.total = total;
        this.blanks = blanks;
        this.charset = charset;
        this.writer = writer;
    }

    static CsvFormat of(Options options) {
        // GBK and GB2312 are no choice: names with rare characters would be lost in them.
        Charset charset = Charset.forName(options.oneOf("charset", "GB18030", "UTF-8"));
        String lineEnd = options.oneOf("lineEnd", "CRLF", "LF").equals("LF") ? "\n" : "\r\n";
        CsvColumns columns = CsvColumns.of(options);
        ControlTotal total = ControlTotal.of(options, columns.all());
        return new CsvFormat(
                columns,
                RowGroups.of(options, columns.all()),
                total,
                Blanks.of(options),
                charset,
                new CsvWriter(columns.all(), total, lineEnd));
    }

    @Override
    public String mediaType() {
        return "text/csv; charset=" + charset.name();
    }

    @Override
    public String fileExtension() {
        return "csv";
    }

    /** Each record keeps the exact bytes of the header and of its rows. */
    @Override
    public List<byte[]> split(byte[] document) throws MalformedException {
        CsvTable table = table(document);
        List<byte[]> records = new ArrayList<>();
        int begin = table.headerRow().start();
        // The mark of UTF-8 goes along with every record, for it names the charset.
        int from = CsvText.charset(document, charset).equals(charset) ? begin : 0;
        for (List<CsvTable.Line> group : groups.of(table, total.checked(table))) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.write(document, from, table.headerRow().end() - from);
            for (CsvTable.Line line : group) {
                record.write(
                        document,
                        line.row().start(),
                        line.row().end() - line.row().start());
            }
            records.add(record.toByteArray());
        }
        return records;
    }

    @Override
    public JsonNode read(byte[] document) throws MalformedException {
        CsvTable table = table(document);
        List<List<CsvTable.Line>> records = groups.of(table, total.checked(table));
        if (records.size() != 1) {
            throw new MalformedException(
                    "NOT_ONE_RECORD",
                    "",
                    "the file has " + records.size() + " records (expected: 1)",
                    "文件含 " + records.size() + " 条记录，应为 1 条");
        }
        if (!groups.isGrouped()) {
            return cells(table, records.get(0).get(0));
        }
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (CsvTable.Line line : records.get(0)) {
            rows.add(cells(table, line));
        }
        return JsonNodeFactory.instance.objectNode().set(ROWS, rows);
    }

    private CsvTable table(byte[] document) throws MalformedException {
        CsvTable table = CsvTable.read(document, charset);
        columns.check(table);
        return table;
    }

    private ObjectNode cells(CsvTable table, CsvTable.Line line) {
        ObjectNode cells = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < line.cells().length; i++) {
            String name = table.header().get(i);
            String text = line.cells()[i].strip();
            if (!blanks.has(text, columns.literal().contains(name))
                    && !columns.ignored().contains(name)) {
                cells.put(name, FormulaGuard.off(oneLineEnd(text)));
            }
        }
        return cells;
    }

    /** Line breaks within a cell as everything but Windows writes them. */
    private static String oneLineEnd(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    @Override
    public byte[] write(JsonNode tree) {
        return writeAll(List.of(tree));
    }

    @Override
    public byte[] writeAll(List<JsonNode> trees) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode tree : trees) {
            if (groups.isGrouped()) {
                tree.path(ROWS).forEach(rows::add);
            } else {
                rows.add(tree);
            }
        }
        return writer.write(rows).getBytes(charset);
    }

    /** {@code /2/AAC003}: the row as a spreadsheet counts it (the header is row 1), and the column. */
    @Override
    public String place(JsonPointer inTree) {
        if (!groups.isGrouped()) {
            return "/2" + inTree;
        }
        JsonPointer row = inTree.tail();
        return row.matches() ? "" : "/" + (row.getMatchingIndex() + 2) + row.tail();
    }
}

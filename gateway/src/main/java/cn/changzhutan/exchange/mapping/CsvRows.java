package cn.changzhutan.exchange.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows of a CSV file begin and end, in bytes, by RFC 4180 §2 with CR, LF or CRLF as line ends. Works on the bytes of any
 * charset in which comma, quote, CR and LF are single bytes that occur in no other character: UTF-8, and GB18030 (whose second
 * and fourth bytes start at 0x30 and 0x40, above them all). Rows can so be cut out exactly as they were sent.
 */
final class CsvRows {
    /**
     * One row.
     *
     * @param number counted from 1 as a spreadsheet shows it: a quoted line break starts no new row, an empty line is one
     * @param end after the line end, if there is one
     */
    record Row(int number, int start, int end) {}

    private final byte[] bytes;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int number;

    private CsvRows(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /**
     * The rows from byte {@code from} on, without empty ones.
     *
     * @throws MalformedException if a quoted cell is not closed, or a quote stands where none may
     */
    static List<Row> scan(byte[] bytes, int from) throws MalformedException {
        CsvRows rows = new CsvRows(bytes, from);
        while (rows.at < bytes.length) {
            rows.row();
        }
        return rows.rows;
    }

    private void row() throws MalformedException {
        number++;
        int start = at;
        boolean empty = true;
        boolean cellStart = true;
        while (at < bytes.length && !isLineEnd(bytes[at])) {
            byte b = bytes[at++];
            empty &= b == ' ' || b == '\t';
            if (b == '"') {
                if (!cellStart) {
                    throw misplacedQuote();
                }
                skipQuoted();
            }
            cellStart = b == ',';
        }
        if (at < bytes.length && bytes[at++] == '\r' && at < bytes.length && bytes[at] == '\n') {
            at++;
        }
        if (!empty) {
            rows.add(new Row(number, start, at));
        }
    }

    /** From after the opening quote to after the closing one, which a comma, a line end or the end must follow. */
    private void skipQuoted() throws MalformedException {
        while (at < bytes.length) {
            if (bytes[at++] != '"') {
                continue;
            }
            if (at == bytes.length || bytes[at] == ',' || isLineEnd(bytes[at])) {
                return;
            }
            if (bytes[at++] != '"') {
                throw misplacedQuote();
            }
        }
        throw new MalformedException("MALFORMED_CSV", "/" + number, "a quoted cell is not closed", "引号未闭合");
    }

    private MalformedException misplacedQuote() {
        return new MalformedException(
                "MALFORMED_CSV",
                "/" + number,
                "a quote inside a cell: quote the whole cell and double the quotes in it",
                "单元格内出现引号：请为整个单元格加引号，并将其中的引号写成两个");
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}

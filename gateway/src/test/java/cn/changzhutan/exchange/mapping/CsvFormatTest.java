package cn.changzhutan.exchange.mapping;

import static cn.changzhutan.exchange.mapping.TestFormats.format;
import static cn.changzhutan.exchange.mapping.TestFormats.optionProblems;
import static cn.changzhutan.exchange.mapping.TestFormats.problems;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormatTest {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String PLAIN = """
            csv:
              columns: [AAC003, AAB044, AAC040]
              optional: [AAC040]
              ignored: [BZ]
              blanks: ["-", 无]
              controlTotal: {column: AAC003, marker: 合计, count: AAB044, sums: [AAC040]}
            """;
    private static final String GROUPED = """
            csv:
              columns: [QYZBH, QRDZ, XM]
              groupBy: [QYZBH]
              same: [QRDZ]
            """;
    private final NativeFormat plain = format(PLAIN);
    private final NativeFormat grouped = format(GROUPED);

    private static byte[] gb(String text) {
        return text.getBytes(GB18030);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Test
    void rareCharactersAndTheDot_surviveBothWays() throws Exception {
        byte[] file = gb("AAC003,AAB044,AAC040\r\n𠮷䶮·阿依古丽,湘江𪚥厂,845000\r\n");
        JsonNode tree = plain.read(file);
        assertEquals("𠮷䶮·阿依古丽", tree.get("AAC003").textValue());
        assertEquals("湘江𪚥厂", tree.get("AAB044").textValue());
        byte[] written = format("csv: {columns: [AAC003, AAB044, AAC040]}").write(tree);
        assertArrayEquals(file, written);
    }

    @Test
    void characterOfNamesIn4DAE_isTwoBytesOfGb18030_whichGbkDoesNotHave() throws Exception {
        byte[] file = concat(gb("AAC003,AAB044\n"), new byte[] {(byte) 0xFE, (byte) 0x9F, ',', 'x', '\n'});
        assertEquals("䶮", plain.read(file).get("AAC003").textValue());
    }

    @Test
    void characterThatTheEditionsOfGb18030EncodeDifferently_readsTheSame() throws Exception {
        byte[] edition2022 = {(byte) 0xFE, (byte) 0x59, ',', 'x', '\n'};
        byte[] before = {(byte) 0x82, (byte) 0x35, (byte) 0x90, (byte) 0x37, ',', 'x', '\n'};
        for (byte[] row : List.of(edition2022, before)) {
            byte[] file = concat(gb("AAC003,AAB044\n"), row);
            assertEquals("\u9FB4", plain.read(file).get("AAC003").textValue());
        }
        byte[] last = {'a', (byte) 0x82, (byte) 0x35, (byte) 0x91, (byte) 0x34, 'b', ',', 'x', '\n'};
        assertEquals(
                "a\u9FBBb",
                plain.read(concat(gb("AAC003,AAB044\n"), last)).get("AAC003").textValue());
    }

    @Test
    void byteOrderMarkOfGb18030_isTakenOff() throws Exception {
        assertEquals(
                "张三",
                plain.read(gb("\uFEFFAAC003,AAB044\r\n张三,厂\r\n")).get("AAC003").textValue());
    }

    @Test
    void byteOrderMarkOfUtf8_makesTheFileUtf8_alsoAfterSplit() throws Exception {
        byte[] file = "\uFEFFAAC003,AAB044\r\n𠮷三,厂\r\n李四,厂\r\n".getBytes(StandardCharsets.UTF_8);
        List<byte[]> records = plain.split(file);
        assertEquals("𠮷三", plain.read(records.get(0)).get("AAC003").textValue());
        assertEquals("李四", plain.read(records.get(1)).get("AAC003").textValue());
    }

    @Test
    void quotedCommasQuotesAndLineBreaks_areContent() throws Exception {
        JsonNode tree = plain.read(gb("AAC003,AAB044\n\"张,三\",\"一\"\"厂\"\"\r\n二车间\"\n"));
        assertEquals("张,三", tree.get("AAC003").textValue());
        assertEquals("一\"厂\"\n二车间", tree.get("AAB044").textValue());
    }

    @Test
    void whatNeedsQuotes_isWrittenWithThem_andReadsBack() throws Exception {
        NativeFormat format = format("csv: {columns: [A, B, C, D]}");
        JsonNode tree = TestFormats.yaml("{A: '张,三', B: \"一\\\"厂\\r\\n二\", C: ' 前', D: '平'}");
        byte[] written = format.write(tree);
        assertTrue(new String(written, GB18030).startsWith("A,B,C,D\r\n\"张,三\",\"一\"\"厂\r\n二\",\" 前\",平\r\n"));
        assertEquals("张,三", format.read(written).get("A").textValue());
        assertEquals("一\"厂\n二", format.read(written).get("B").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void everyLineEnd_isTaken_andEmptyLinesAreNoRecords(String end) throws Exception {
        byte[] file = gb("AAC003,AAB044" + end + "张三,厂" + end + end + "李四,厂" + end + " " + end);
        assertEquals(2, plain.split(file).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "无", " - ", "\u3000"})
    void emptyDashAndTheWordForNothing_meanAbsent(String blank) throws Exception {
        assertFalse(plain.read(gb("AAC003,AAB044\n张三," + blank + "\n")).has("AAB044"));
    }

    @Test
    void columnsInAnotherOrder_optionalMissing_ignoredPresent_areFine() throws Exception {
        JsonNode tree = plain.read(gb("BZ,AAB044,AAC003\n备注,厂,张三\n"));
        assertEquals(TestFormats.yaml("{AAB044: 厂, AAC003: 张三}"), tree);
    }

    @Test
    void headerProblems_areAllNamed_unknownColumnsByNumberOnly() {
        assertEquals(
                List.of("UNKNOWN_FIELD /1/2", "DUPLICATE_FIELD /1/3", "MISSING_COLUMN /1"),
                problems(() -> plain.read(gb("AAC003,430102199003079973,AAC003\n张三,厂,x\n"))));
    }

    @Test
    void rowWithAnotherNumberOfCells_isNamedByItsRow() {
        assertEquals(
                List.of("CELL_COUNT /3", "CELL_COUNT /4"),
                problems(() -> plain.split(gb("AAC003,AAB044\n张三,厂\n李四\n王五,厂,x\n"))));
    }

    @Test
    void byteThatIsNotOfTheCharset_isNamedByItsRow() {
        byte[] file = concat(gb("AAC003,AAB044\n张三,厂\n"), new byte[] {(byte) 0xFF, ',', 'x', '\n'});
        assertEquals(List.of("WRONG_CHARSET /3"), problems(() -> plain.split(file)));
    }

    @Test
    void characterCutOffAtTheEnd_isRefused() {
        byte[] file = concat(gb("AAC003,AAB044\n张三,"), new byte[] {(byte) 0xD5});
        assertEquals(List.of("WRONG_CHARSET /2"), problems(() -> plain.split(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"张\"三,厂", "张\"三\",厂", "\"张三\"x,厂", "\"张三,厂"})
    void misplacedQuote_isNamedByItsRow(String row) {
        assertEquals(List.of("MALFORMED_CSV /2"), problems(() -> plain.read(gb("AAC003,AAB044\n" + row))));
    }

    @Test
    void fileWithoutAnything_isRefused() {
        assertEquals(List.of("EMPTY "), problems(() -> plain.split(new byte[0])));
    }

    @Test
    void split_keepsTheExactBytesOfHeaderAndRow() throws Exception {
        byte[] file = gb("AAC003,AAB044\r\n\"张三\",厂\r\n李四,\"a\r\nb\"");
        List<byte[]> records = plain.split(file);
        assertArrayEquals(gb("AAC003,AAB044\r\n\"张三\",厂\r\n"), records.get(0));
        assertArrayEquals(gb("AAC003,AAB044\r\n李四,\"a\r\nb\""), records.get(1));
    }

    @Test
    void controlTotalThatAddsUp_isNoRecord() throws Exception {
        byte[] file = gb("AAC003,AAB044,AAC040\n张三,厂,100\n李四,厂,250\n合计,2,350.00\n");
        assertEquals(2, plain.split(file).size());
    }

    @Test
    void controlTotalOfACutOrChangedFile_isRefused() {
        assertEquals(
                List.of("CONTROL_TOTAL /3/AAB044", "CONTROL_TOTAL /3/AAC040"),
                problems(() -> plain.split(gb("AAC003,AAB044,AAC040\n张三,厂,100\n合计,2,350\n"))));
        assertEquals(
                List.of("CONTROL_TOTAL /3/AAC040"),
                problems(() -> plain.split(gb("AAC003,AAB044,AAC040\n张三,厂,100\n合计,1,x\n"))));
    }

    /** Added up, such a number would have gigabytes of digits. */
    @Test
    void controlTotalOverANumberWithAnExponent_isRefusedOrPassedBy() throws Exception {
        assertEquals(
                List.of("CONTROL_TOTAL /3/AAC040"),
                problems(() -> plain.split(gb("AAC003,AAB044,AAC040\n张三,厂,1\n合计,1,1E+999999999\n"))));
        assertEquals(
                2,
                plain.split(gb("AAC003,AAB044,AAC040\n张三,厂,1e999999999\n李四,厂,7\n合计,2,7\n"))
                        .size());
    }

    @Test
    void controlTotal_isWrittenUnderTheRows_andChecksWhenReadAgain() throws Exception {
        byte[] file = plain.writeAll(List.of(
                TestFormats.yaml("{AAC003: 张三, AAC040: '100'}"), TestFormats.yaml("{AAC003: 李四, AAC040: '250'}")));
        assertEquals("AAC003,AAB044,AAC040\r\n张三,,100\r\n李四,,250\r\n合计,2,350\r\n", new String(file, GB18030));
        assertEquals(2, plain.split(file).size());
    }

    @Test
    void severalRecordsWhereOneIsExpected_areRefused() {
        assertEquals(List.of("NOT_ONE_RECORD "), problems(() -> plain.read(gb("AAC003,AAB044\n张三,厂\n李四,厂\n"))));
        assertEquals(List.of("NOT_ONE_RECORD "), problems(() -> plain.read(gb("AAC003,AAB044\n"))));
    }

    @Test
    void groupedRows_areOneRecord() throws Exception {
        byte[] file = gb("QYZBH,QRDZ,XM\n1,天元,张三\n1,天元,李四\n2,芦淞,王五\n");
        List<byte[]> records = grouped.split(file);
        assertEquals(2, records.size());
        assertEquals(
                TestFormats.yaml("rows: [{QYZBH: '1', QRDZ: 天元, XM: 张三}, {QYZBH: '1', QRDZ: 天元, XM: 李四}]"),
                grouped.read(records.get(0)));
        assertArrayEquals(gb("QYZBH,QRDZ,XM\r\n2,芦淞,王五\r\n"), grouped.write(grouped.read(records.get(1))));
    }

    @Test
    void groupedRowsThatDisagreeOrStandApart_areRefused() {
        assertEquals(
                List.of("GROUP_CONFLICT /3/QRDZ", "GROUP_SPLIT /5/QYZBH"),
                problems(() -> grouped.split(gb("QYZBH,QRDZ,XM\n1,天元,张三\n1,芦淞,李四\n2,芦淞,王五\n1,天元,赵六\n"))));
    }

    @Test
    void rowsWithoutAKey_areNeverJoined() throws Exception {
        assertEquals(2, grouped.split(gb("QYZBH,QRDZ,XM\n,天元,张三\n,天元,李四\n")).size());
    }

    @Test
    void aDashInALiteralColumn_isContent() throws Exception {
        NativeFormat results = format("csv: {columns: [XMDM, JG], blanks: ['-', 无], literal: [JG]}");
        byte[] file = gb("XMDM,JG\r\nU-PRO,-\r\n");
        assertEquals("-", results.read(file).get("JG").textValue());
        assertEquals(
                "-", results.read(results.write(results.read(file))).get("JG").textValue());
        assertFalse(results.read(gb("XMDM,JG\r\nU-PRO,\r\n")).has("JG"));
    }

    @Test
    void formulas_areDisarmedInTheFile_andComeBackAsTheyWere() throws Exception {
        byte[] file = plain.write(TestFormats.yaml("{AAC003: '=cmd|x', AAC040: '-100'}"));
        assertTrue(new String(file, GB18030).contains("\r\n'=cmd|x,,-100\r\n"));
        assertEquals("=cmd|x", plain.read(file).get("AAC003").textValue());
    }

    @Test
    void place_isRowAndColumnAsASpreadsheetShowsThem() {
        assertEquals("/2/AAC003", plain.place(JsonPointer.compile("/AAC003")));
        assertEquals("/3/XM", grouped.place(JsonPointer.compile("/rows/1/XM")));
    }

    @Test
    void mappingThatGivesAnUnlistedColumn_isStopped() {
        assertThrows(IllegalStateException.class, () -> plain.write(TestFormats.yaml("{AAC999: x}")));
    }

    @Test
    void wrongOptions_areNamedTogether() {
        assertEquals(
                List.of(
                        "route.yaml: format.csv.charset: found GBK (expected: one of GB18030, UTF-8)",
                        "route.yaml: format.csv.optional: B is not one of the columns",
                        "route.yaml: format.csv.controlTotal.marker: missing (expected: text)",
                        "route.yaml: format.csv.controlTotal.sums: C is not one of the columns",
                        "route.yaml: format.csv.groupBy: D is not one of the columns",
                        "route.yaml: format.csv.colums: unknown option (expected: one of charset, lineEnd, columns, optional,"
                                + " ignored, literal, controlTotal, groupBy, same, blanks)"),
                optionProblems("""
                        csv:
                          charset: GBK
                          columns: [A]
                          optional: [B]
                          groupBy: [D]
                          colums: [A]
                          controlTotal: {column: A, count: A, sums: [C]}
                        """));
    }
}

package cn.changzhutan.exchange.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
    private static final String CSV =
            "csv: {charset: UTF-8, columns: [XH, AAC040, XBDM, CSRQ], groupBy: [XH], optional: [XBDM, CSRQ]}";
    private static final String TO_SHARED = """
            {
              "number": .rows[0].XH,
              "base": yuan-from-fen(.rows[0].AAC040),
              "sex": to-code(.rows[0].XBDM, "sex", "zh"),
              "dates": [for (.rows) date(half-width(.CSRQ))]
            }
            """;
    private static final String FROM_SHARED = """
            {"rows": [{"XH": .number, "AAC040": fen-from-yuan(.base), "XBDM": from-code(.sex, "sex", "zh")}]}
            """;

    @TempDir
    Path folder;

    private Mapping mapping(String format, String toShared, String fromShared) throws IOException {
        SettingsProblems problems = new SettingsProblems();
        Mapping mapping = load(format, toShared, fromShared, problems);
        problems.throwIfAny();
        return mapping;
    }

    private Mapping load(String format, String toShared, String fromShared, SettingsProblems problems)
            throws IOException {
        Files.writeString(folder.resolve("to-shared.jslt"), toShared);
        Files.writeString(folder.resolve("from-shared.jslt"), fromShared);
        return Mapping.load(folder, TestFormats.yaml(format), RouteFolders.SCHEMAS.codes(), problems);
    }

    private static Refusal refusal(Mapping mapping, String document) {
        Outcome<JsonNode> outcome = mapping.toShared(document.getBytes(StandardCharsets.UTF_8));
        return assertInstanceOf(Outcome.Refused.class, outcome).refusal();
    }

    private static List<String> problems(Mapping mapping, String document) {
        return refusal(mapping, document).problems().stream()
                .map(TestFormats::shown)
                .toList();
    }

    @Test
    void valuesThatCannotBeConverted_areAllNamed_byRowAndColumn() throws IOException {
        Mapping mapping = mapping(CSV, TO_SHARED, FROM_SHARED);
        String file = "XH,AAC040,XBDM,CSRQ\n1,8450.5,男女,20240305\n1,8450.5,男女,20240230\n";
        assertEquals(
                List.of("NOT_CONVERTIBLE /2/AAC040", "NOT_CONVERTIBLE /2/XBDM", "NOT_CONVERTIBLE /3/CSRQ"),
                problems(mapping, file));
        assertEquals(Refusal.Stage.MAP, refusal(mapping, file).stage());
    }

    @Test
    void valueThatWasChangedOnTheWay_isNamedByItsSharedPlace() throws IOException {
        Mapping mapping = mapping(CSV, TO_SHARED, FROM_SHARED);
        String file = "XH,AAC040,XBDM,CSRQ\n1,100,男,２０２４０２３０\n";
        assertEquals(List.of("NOT_CONVERTIBLE /dates/0"), problems(mapping, file));
    }

    @Test
    void sameSmallNumberInTwoPlaces_isNotBlamedOnTheWrongOne() throws IOException {
        Mapping mapping = mapping("json: {fields: [a, b]}", "{\"x\": date(.b)}", "{\"a\": .x}");
        assertEquals(List.of("NOT_CONVERTIBLE /x"), problems(mapping, "{\"a\":5,\"b\":5}"));
        assertEquals(List.of("NOT_CONVERTIBLE /b"), problems(mapping, "{\"a\":6,\"b\":5.5}"));
    }

    @Test
    void problems_neverHoldTheValue() throws IOException {
        Mapping mapping = mapping(CSV, TO_SHARED, "error(.number)");
        String text =
                refusal(mapping, "XH,AAC040\n1,430102199003079973\u0001,\n").toString()
                        + refusal(mapping, "XH,AAC040\n1,430102199003079973.777\n")
                        + assertThrows(
                                UnmappableException.class,
                                () -> mapping.fromShared(TestFormats.yaml("number: '430102199003079973'")));
        assertFalse(text.contains("430102199003079973"));
    }

    @Test
    void mappingThatGivesUp_isARefusalWithItsAuthorsReason() throws IOException {
        Mapping mapping = mapping("json: {fields: [a]}", "if (.a == 1) {\"x\": 1} else error(\"expected: 1\")", "{}");
        Refusal refusal = refusal(mapping, "{\"a\":\"secret\"}");
        assertEquals("UNMAPPABLE ", TestFormats.shown(refusal.problems().get(0)));
        assertTrue(refusal.problems().get(0).hint().endsWith("to-shared.jslt cannot take this record: expected: 1"));
    }

    @Test
    void reasonThatIsNotInTheMappingWordForWord_isKeptBack() throws IOException {
        Mapping mapping = mapping("json: {fields: [a]}", "error(\"found \" + .a)", "{}");
        assertFalse(refusal(mapping, "{\"a\":\"secret\"}").toString().contains("secret"));
        Mapping failing = mapping("json: {fields: [a]}", "{\"x\": number(.a)}", "{}");
        assertFalse(refusal(failing, "{\"a\":\"secret\"}").toString().contains("secret"));
    }

    @Test
    void recordThatTheNativeFormCannotExpress_isNamedByItsSharedPlace() throws IOException {
        Mapping mapping = mapping(CSV, TO_SHARED, FROM_SHARED);
        UnmappableException e =
                assertThrows(UnmappableException.class, () -> mapping.fromShared(TestFormats.yaml("base: '1.005'")));
        assertEquals("NOT_CONVERTIBLE /base", TestFormats.shown(e.problem()));
    }

    @Test
    void moneyAndPrecision_keepEveryDigit() throws IOException {
        Mapping mapping = mapping("json: {fields: [v]}", "{\"v\": half-width(.v)}", "{\"v\": decimal(.v)}");
        byte[] written = mapping.fromShared(TestFormats.yaml("v: '9007199254740993.10'"));
        assertEquals("{\"v\":9007199254740993.10}", new String(written, StandardCharsets.UTF_8));
        Outcome<JsonNode> back = mapping.toShared(written);
        assertEquals(Outcome.passed(TestFormats.yaml("v: '9007199254740993.10'")), back);
        assertThrows(UnmappableException.class, () -> mapping.fromShared(TestFormats.yaml("v: 1e9")));
    }

    @Test
    void digest_changesWithEachPart_andWithNothingElse() throws IOException {
        String digest = mapping(CSV, TO_SHARED, FROM_SHARED).digest();
        assertEquals(64, digest.length());
        assertEquals(digest, mapping(CSV, TO_SHARED, FROM_SHARED).digest());
        assertNotEquals(digest, mapping(CSV, TO_SHARED + " ", FROM_SHARED).digest());
        assertNotEquals(digest, mapping(CSV, TO_SHARED, FROM_SHARED + " ").digest());
        assertNotEquals(
                digest,
                mapping(CSV.replace("UTF-8", "GB18030"), TO_SHARED, FROM_SHARED).digest());
    }

    @Test
    void mappingThatDoesNotCompile_isAProblemWithItsLine() throws IOException {
        SettingsProblems problems = new SettingsProblems();
        load(CSV, "{\n  \"a\": no-such-function(.a)\n}", "import \"x.jslt\" as x {}", problems);
        assertEquals(2, problems.lines().size());
        assertTrue(problems.lines().get(0).startsWith(folder.resolve("to-shared.jslt") + ":2: "));
        assertTrue(problems.lines().get(0).contains("no-such-function"));
        assertTrue(problems.lines().get(1).contains("expected: no imports"));
    }

    @Test
    void mappingThatTheParserCannotBear_isAProblem() throws IOException {
        for (String bomb : List.of("{\"a\": .b[" + "9".repeat(300) + "]}", "(".repeat(100_000))) {
            SettingsProblems problems = new SettingsProblems();
            load("{json: {fields: [a]}}", bomb, ".", problems);
            assertEquals(1, problems.lines().size(), problems.lines().toString());
        }
    }

    @Test
    void mappingThatIsMissing_isAProblem() {
        SettingsProblems problems = new SettingsProblems();
        Mapping.load(folder, TestFormats.yaml(CSV), RouteFolders.SCHEMAS.codes(), problems);
        assertEquals(2, problems.lines().size());
    }
}

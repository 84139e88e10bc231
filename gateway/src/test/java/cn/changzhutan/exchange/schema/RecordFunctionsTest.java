package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFunctionsTest {
    private static final Collection<Function> FUNCTIONS = RecordFunctions.all(Schemas.CATALOG.codes());
    private static final String LOST = RecordFunctions.UNCONVERTIBLE;

    private static JsonNode eval(String expression, JsonNode input) {
        return new Parser(new StringReader(expression))
                .withFunctions(FUNCTIONS)
                .compile()
                .apply(input);
    }

    private static JsonNode call(String function, String value) {
        return eval(function + "(.)", JsonNodeFactory.instance.textNode(value));
    }

    @ParameterizedTest
    @CsvSource({
        "yuan-from-fen, 825000, 8250.00",
        "yuan-from-fen, 5, 0.05",
        "yuan-from-fen, 0, 0.00",
        "yuan-from-fen, 999999999999999, 9999999999999.99",
        "yuan-from-wan, 128.5, 1285000.00",
        "yuan-from-wan, 0.0001, 1.00",
        "yuan-from-wan, 0.000001, 0.01",
        "yuan, '1,285,000.5', 1285000.50",
        "yuan, １２.５, 12.50",
        "yuan, 12.500, 12.50",
        "fen-from-yuan, 8250.00, 825000",
        "fen-from-yuan, 0.05, 5",
        "wan-from-yuan, 1285000.00, 128.5",
        "wan-from-yuan, 0.01, 0.000001",
        "wan-from-yuan, 0.00, 0",
        "rate, 0.0800, 0.08",
        "rate, 8%, 0.08",
        "rate, 1.00, 1",
        "rate-from-percent, 8％, 0.08",
        "rate-from-percent, 16, 0.16",
        "rate-from-percent, 0.5%, 0.005",
        "percent-from-rate, 0.08, 8%",
        "percent-from-rate, 0.005, 0.5%",
        "percent-from-rate, 1, 100%"
    })
    void amount_isConvertedExactly(String function, String value, String expected) {
        assertEquals(expected, call(function, value).textValue());
    }

    @ParameterizedTest
    @CsvSource({
        "yuan-from-fen, 12.5",
        "yuan-from-fen, 12.5元",
        "yuan, 12.505",
        "yuan-from-wan, 0.0000001",
        "yuan, 1e3",
        "yuan, '12,85'",
        "yuan, ''",
        "rate, 8 %%",
        "whole, 12.5",
        "whole, twelve",
        "whole, 99999999999999999999",
        "date, 2024-02-30",
        "date, 20240230",
        "date, 2024-3",
        "date, 0024-03-01",
        "date, 五月",
        "month, 202413",
        "month, 2024",
        "instant, 20240305250000",
        "instant, 2024-03-05",
        "date-from-excel, 60"
    })
    void towardShared_whatCannotBeConverted_isMarked(String function, String value) {
        assertEquals(LOST, call(function, value).textValue());
    }

    @Test
    void mark_isRefusedByEveryFormat() {
        for (String format : Formats.names()) {
            assertTrue(
                    Formats.find(format)
                            .orElseThrow()
                            .problem(LOST, Schemas.TODAY)
                            .isPresent(),
                    format);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fen-from-yuan",
                "wan-from-yuan",
                "percent-from-rate",
                "date-compact",
                "date-slash",
                "date-to-excel",
                "mask-id",
                "instant-compact"
            })
    void towardNative_whatCannotBeConverted_stopsWithoutTheValue(String function) {
        JsltException stopped = assertThrows(JsltException.class, () -> call(function, "430102x"));
        assertFalse(stopped.getMessage().contains("430102x"));
    }

    @ParameterizedTest
    @CsvSource({
        "date, 20240305, 2024-03-05",
        "date, 2024-3-5, 2024-03-05",
        "date, 2024/3/5, 2024-03-05",
        "date, 2024/03/05, 2024-03-05",
        "date, 2024.3.5, 2024-03-05",
        "date, 2024年3月5日, 2024-03-05",
        "date, ２０２４０３０５, 2024-03-05",
        "date, 45356, 2024-03-05",
        "date, 20000229, 2000-02-29",
        "date-from-excel, 45292, 2024-01-01",
        "date-from-excel, 61, 1900-03-01",
        "date-from-excel, 45292.0, 2024-01-01",
        "date-to-excel, 2024-01-01, 45292",
        "date-compact, 2024-03-05, 20240305",
        "date-compact, 2024-03, 202403",
        "date-slash, 2024-03-05, 2024/3/5",
        "month, 202403, 2024-03",
        "month, 2024-3, 2024-03",
        "month, 2024/03, 2024-03",
        "month, 2024年3月, 2024-03",
        "instant, 20240305102030, 2024-03-05T10:20:30+08:00",
        "instant, 2024-03-05 10:20:30, 2024-03-05T10:20:30+08:00",
        "instant, 2024/3/5 10:20:30, 2024-03-05T10:20:30+08:00",
        "instant, 2024-03-05T02:20:30.123Z, 2024-03-05T02:20:30Z",
        "instant, 2024-03-05T10:20:30+0800, 2024-03-05T10:20:30+08:00",
        "instant-compact, 2024-03-05T02:20:30Z, 20240305102030"
    })
    void date_isReadInEverySpelling(String function, String value, String expected) {
        assertEquals(expected, call(function, value).textValue());
    }

    @ParameterizedTest
    @CsvSource({
        "id15-to-18, 430204580430991, 430204195804309919",
        "id15-to-18, 43022120010815997x, 43022120010815997X",
        "citizen-id, ' ４３０２２１２００１０８１５９９７ｘ ', 43022120010815997X",
        "half-width, 长沙　（ＡＢＣ）, 长沙 (ABC)",
        "half-width, 𠮷·䶮, 𠮷·䶮",
        "upper, 9143x, 9143X",
        "mask-id, 430102199003079973, 430102********9973",
        "sex-of-id, 430102199003079973, 1",
        "sex-of-id, 430103198512319981, 2",
        "birth-date-of-id, 430102199003079973, 1990-03-07"
    })
    void text_isMadePlain(String function, String value, String expected) {
        assertEquals(expected, call(function, value).textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "　", "-", "－", "--", "无", " 无 ", "/"})
    void blankToNull_ofWhatStandsForNothing_isNull(String value) {
        assertTrue(call("blank-to-null", value).isNull());
        assertTrue(call("plain", value).isNull());
    }

    @Test
    void blankToNull_ofAValue_isTheValueUntouched() {
        assertEquals(" 无锡 ", call("blank-to-null", " 无锡 ").textValue());
        assertEquals("无锡", call("plain", " 无锡 ").textValue());
    }

    @Test
    void null_staysNull() {
        for (String function : new String[] {"yuan", "date", "citizen-id", "fen-from-yuan", "whole", "plain"}) {
            assertTrue(eval(function + "(.)", NullNode.instance).isNull(), function);
        }
        assertTrue(eval("to-code(., \"sex\", \"zh\")", NullNode.instance).isNull());
    }

    @Test
    void number_isTakenExactly() {
        JsonNode amount = JsonNodeFactory.withExactBigDecimals(true).numberNode(new BigDecimal("8250.10"));
        assertEquals("8250.10", eval("yuan(.)", amount).textValue());
        assertEquals(
                "82.50",
                eval("yuan-from-fen(.)", JsonNodeFactory.instance.numberNode(8250))
                        .textValue());
        assertEquals(
                138, eval("whole(.)", JsonNodeFactory.instance.textNode("138")).longValue());
        assertTrue(eval("whole(.)", JsonNodeFactory.instance.textNode("138")).isIntegralNumber());
    }

    @ParameterizedTest
    @CsvSource({
        "男, sex, zh, 1",
        "female, sex, fhir, 2",
        "土家族, ethnicity, zh, 15",
        "土家, ethnicity, short, 15",
        "TJ, ethnicity, letters, 15",
        "移出, listing-status, zh, REMOVED",
        "01, id-type, lb101, RESIDENT_ID"
    })
    void code_isFoundByTextAndTextByCode(String text, String table, String column, String code) {
        String tail = "(., \"" + table + "\", \"" + column + "\")";
        assertEquals(
                code,
                eval("to-code" + tail, JsonNodeFactory.instance.textNode(text)).textValue());
        assertEquals(
                text,
                eval("from-code" + tail, JsonNodeFactory.instance.textNode(code))
                        .textValue());
    }

    @Test
    void code_unknownText_isMarked_butAWrongTableOrColumnStops() {
        JsonNode value = JsonNodeFactory.instance.textNode("男性甲");
        assertEquals(LOST, eval("to-code(., \"sex\", \"zh\")", value).textValue());
        assertThrows(JsltException.class, () -> eval("to-code(., \"sexes\", \"zh\")", value));
        assertThrows(JsltException.class, () -> eval("to-code(., \"sex\", \"cn\")", value));
        JsltException stopped = assertThrows(JsltException.class, () -> eval("from-code(., \"sex\", \"zh\")", value));
        assertFalse(stopped.getMessage().contains("男性甲"));
    }

    @Test
    void ruleFunctions_countExactly() {
        JsonNode input = Schemas.json("{'a':['0.10','0.20','0.30'],'b':['x','x']}");
        assertEquals("0.60", eval("money-sum(.a)", input).textValue());
        assertEquals("0.30", eval("money-add(.a[0], .a[1])", input).textValue());
        assertEquals(-1, eval("money-compare(.a[0], .a[1])", input).intValue());
        assertTrue(eval("all-different(.a)", input).booleanValue());
        assertFalse(eval("all-different(.b)", input).booleanValue());
        assertEquals(1, eval("months-between(\"2024-03\", \"2024-03\")", input).intValue());
        assertEquals(
                141, eval("months-between(\"2012-07\", \"2024-03\")", input).intValue());
        assertEquals("2027-02-28", eval("plus-years(\"2024-02-29\", 3)", input).textValue());
        assertTrue(eval("is-citizen-id(\"430102199003079973\", \"2026-11-22\")", input)
                .booleanValue());
        assertFalse(eval("is-citizen-id(\"430102199003079973\", \"1990-03-06\")", input)
                .booleanValue());
        assertTrue(
                eval("is-decimal(\"5.6\") and not(is-decimal(\"阴性\"))", input).booleanValue());
    }
}

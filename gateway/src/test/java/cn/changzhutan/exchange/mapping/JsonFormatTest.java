package cn.changzhutan.exchange.mapping;

import static cn.changzhutan.exchange.mapping.TestFormats.format;
import static cn.changzhutan.exchange.mapping.TestFormats.optionProblems;
import static cn.changzhutan.exchange.mapping.TestFormats.problems;
import static cn.changzhutan.exchange.mapping.TestFormats.yaml;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
    private final NativeFormat json = format("""
            json:
              blanks: ["-", 无]
              fields: [idCard, base, firm/name, movers*/name, tags*]
              ignored: [meta, firm/phone]
            """);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode read(String text) throws MalformedException {
        return json.read(utf8(text));
    }

    @Test
    void knownFields_areKept_ignoredAndBlankOnesAreNot() throws Exception {
        JsonNode tree = read("""
                {"idCard":" - ","firm":{"name":"湘江𪚥厂","phone":{"any":1}},"movers":[{"name":"𠮷䶮·买买提"}],"tags":["无","a","-"],"meta":[1],"base":null}
                """);
        assertEquals(yaml("{firm: {name: 湘江𪚥厂}, movers: [{name: 𠮷䶮·买买提}], tags: [a]}"), tree);
    }

    @Test
    void decimals_keepEveryDigit_bothWays() throws Exception {
        JsonNode tree = read("{\"base\":8450.10}");
        assertEquals(new BigDecimal("8450.10"), tree.get("base").decimalValue());
        JsonNode large = JsonNodeFactory.instance
                .objectNode()
                .set("base", DecimalNode.valueOf(new BigDecimal("12345678901234567890.10")));
        assertEquals("{\"base\":12345678901234567890.10}", new String(json.write(large), StandardCharsets.UTF_8));
    }

    @Test
    void whatTheFormDoesNotHave_isNamedByItsPointer_allOfItTogether() {
        assertEquals(
                List.of(
                        "UNKNOWN_FIELD /diagnosis",
                        "WRONG_SHAPE /movers/0",
                        "UNKNOWN_FIELD /movers/1/a~1b",
                        "WRONG_SHAPE /tags",
                        "WRONG_SHAPE /idCard",
                        "WRONG_SHAPE /firm",
                        "UNKNOWN_FIELD /?"),
                problems(() -> read("""
                        {"diagnosis":"J18.900","movers":["x",{"a/b":1}],"tags":"x","idCard":["x"],"firm":[],"430102199003079973":1}
                        """)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"base\":1,\"base\":2}",
                "{} {}",
                "{\"base\":NaN}",
                "\uFEFF{}",
                "{\"idCard\":\"\\uD83D\"}",
                "{\"base\":01}"
            })
    void whatIsNoStrictJson_isRefused(String text) {
        assertEquals(List.of("MALFORMED_JSON "), problems(() -> read(text)));
    }

    @Test
    void problem_saysLineAndColumn_neverContent() {
        String problem = assertThrows(MalformedException.class, () -> read("{\n\"idCard\":\"430102199003079973\",x}"))
                .problem()
                .toString();
        assertEquals(true, problem.contains("line 2") && !problem.contains("430102199003079973"));
    }

    @Test
    void somethingElseThanAnObject_isRefused() {
        assertEquals(List.of("WRONG_SHAPE "), problems(() -> read("[{}]")));
        assertEquals(List.of("WRONG_SHAPE "), problems(() -> read("1")));
    }

    @Test
    void array_isCutIntoItsObjects_byteForByte() throws Exception {
        List<byte[]> records = json.split(utf8("[ {\"idCard\":\"𠮷\", \"firm\":{}} ,\n{\"idCard\" : \"b\"}]"));
        assertEquals(2, records.size());
        assertArrayEquals(utf8("{\"idCard\":\"𠮷\", \"firm\":{}}"), records.get(0));
        assertArrayEquals(utf8("{\"idCard\" : \"b\"}"), records.get(1));
        assertArrayEquals(utf8(" {} "), json.split(utf8(" {} ")).get(0));
        assertEquals(0, json.split(utf8("[]")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{},1]", "[{}] x", "[{}]]"})
    void arrayOfSomethingElse_isRefused(String text) {
        assertThrows(MalformedException.class, () -> json.split(utf8(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}", "[{", "[\"430102199003079973", "["})
    void arrayThatIsCutOff_isRefused(String text) {
        assertThrows(MalformedException.class, () -> json.split(utf8(text)));
    }

    /** The places of the records would be counted in characters, or not at all. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void arrayInAnotherCharset_isRefused(String charset) {
        byte[] bare = "[{\"idCard\":\"a\"}]".getBytes(Charset.forName(charset));
        byte[] marked = "\uFEFF[{\"idCard\":\"a\"}]".getBytes(Charset.forName(charset));
        assertEquals(List.of("MALFORMED_JSON "), problems(() -> json.split(bare)));
        assertEquals(List.of("MALFORMED_JSON "), problems(() -> json.split(marked)));
    }

    @Test
    void recordsListedByTheNamesOfPersons_areRefusedWithoutTheNames() {
        assertEquals(
                List.of("UNKNOWN_FIELD /?", "UNKNOWN_FIELD /?"), problems(() -> read("{\"欧阳䶮\":1,\"Wang Ming\":2}")));
    }

    @Test
    void many_areWrittenAsAnArray() throws Exception {
        byte[] all = json.writeAll(List.of(yaml("idCard: a"), yaml("idCard: b")));
        assertEquals(yaml("idCard: b"), json.read(json.split(all).get(1)));
    }

    @Test
    void formatBlock_mustNameExactlyOneFormat() {
        assertEquals(
                List.of("route.yaml: format: expected: exactly one of json, csv, xml"),
                optionProblems("{json: {fields: [a]}, csv: {columns: [a]}}"));
        assertEquals(
                List.of(
                        "route.yaml: format: expected: exactly one of json, csv, xml",
                        "route.yaml: format.json.fields: missing (expected: the list of known fields)"),
                optionProblems("jsn: {}"));
    }
}

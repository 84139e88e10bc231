package cn.changzhutan.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":1,\"a\":1}",
                "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
                "[{\"a\":1,\"\\u0061\":2}]",
                "{} {}",
                "{}x",
                "[1,]",
                "[NaN]",
                "[Infinity]",
                "[-Infinity]",
                "[01]",
                "[+1]",
                "[.5]",
                "[1.]",
                "[1e401]",
                "[1e-402]",
                "[1e999999999]",
                "[1e2147483648]",
                "{\"a\":1E-2147483649}",
                "['a']",
                "{a:1}",
                "/* c */ {}",
                "{} // c",
                "# c\n{}",
                "[\"\\uD842\"]",
                "[\"\\uDFB7\"]",
                "[\"\\uDFB7\\uD842\"]",
                "[\"\\uD842\\uD842\"]",
                "{\"\\uD842\":1}",
                "{\"a\":[{\"\\udfb7x\":1}]}",
                "[\"a\nb\"]",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "\uFEFF{}",
                "tru",
                "[1"
            })
    void notStrictJson_isRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Json.MalformedException.class);
    }

    @Test
    void bytesThatAreNotUtf8_areRefused() {
        byte[][] bad = {
            {'"', (byte) 0xC0, (byte) 0x80, '"'}, // overlong
            {'"', (byte) 0xED, (byte) 0xA1, (byte) 0x82, '"'}, // a surrogate by itself
            {'"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xE4, (byte) 0xB8, '"'},
            "\"\u9577\u6C99\"".getBytes(StandardCharsets.UTF_16BE),
            "[1]".getBytes(StandardCharsets.UTF_16LE),
            "\"\uFFFD\u682A\uFFFD".getBytes(Charset.forName("GB18030"))
        };
        for (byte[] bytes : bad) {
            assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(Json.MalformedException.class);
        }
    }

    @Test
    void replacementCharacterAsSuch_isAText() {
        assertThat(Json.parse("\"\uFFFD\"".getBytes(StandardCharsets.UTF_8)).textValue())
                .isEqualTo("\uFFFD");
    }

    @Test
    void nesting_isTakenUpTo64AndRefusedBeyond() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
        assertThatThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(Json.MalformedException.class);
    }

    @Test
    void numbers_areExact() {
        JsonNode numbers = Json.parse("[1.10, 123456789012345678901234567890, 9007199254740993, 1E-5, -0]");
        assertThat(numbers.get(0).decimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(numbers.get(1).bigIntegerValue()).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(numbers.get(2).longValue()).isEqualTo(9007199254740993L);
        assertThat(numbers.get(3).decimalValue()).isEqualTo(new BigDecimal("1E-5"));
    }

    @Test
    void charactersBeyondTheBmp_areKept() {
        assertThat(Json.parse("[\"𠮷䶮·\",\"\\uD842\\uDFB7\"]").toString()).isEqualTo("[\"𠮷䶮·\",\"𠮷\"]");
    }

    @Test
    void messages_tellWhereAndNeverWhat() {
        assertThatThrownBy(() -> Json.parse("{\"name\":\n \"430102199003079973\", secret}"))
                .isInstanceOfSatisfying(Json.MalformedException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isPositive();
                    assertThat(e.getMessage()).doesNotContain("430102").doesNotContain("secret");
                    assertThat(e.getCause()).isNull();
                });
        assertThatThrownBy(() -> Json.parse("{\"430102199003079973\":1,\"430102199003079973\":2}"))
                .hasMessageNotContaining("430102");
    }

    @Property(tries = 20_000)
    void anyBytes_giveATreeOrTheOneException(@ForAll @Size(max = 40) byte[] bytes) {
        try {
            Json.parse(bytes);
        } catch (Json.MalformedException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}

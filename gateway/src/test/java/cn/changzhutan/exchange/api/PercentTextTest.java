package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "王明", "阿依古丽·吐尔逊", "䶮𠮷", "100%", "a&b=c;d"})
    void encodedText_comesBack(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);

        assertThat(PercentText.decode(encoded)).contains(text);
        assertThat(PercentText.decode(encoded.toLowerCase(Locale.ROOT))).contains(text);
    }

    /** Incomplete, no hexadecimal, overlong, a surrogate, beyond Unicode, cut short, a continuation alone, GB18030. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%4",
                "%zz",
                "a%",
                "%-1",
                "%+1",
                "% 1",
                "%C0%AF",
                "%ED%A0%80",
                "%F5%80%80%80",
                "%E7%8E",
                "%80",
                "%CD%F5",
                "%٣١"
            })
    void whatIsNoPercentEncodedUtf8_isNothing(String text) {
        assertThat(PercentText.decode(text)).isEmpty();
    }

    @Test
    void bytesAsTheContainerReadsThem_areUtf8() {
        String asRead = new String("𠮷".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(PercentText.decode(asRead)).contains("𠮷");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " a",
                "a ",
                "a\nb",
                "a\u0000",
                "\u202Eb",
                "a\u2028b",
                "\uD800",
                "a\u007F",
                "\uFEFFa",
                "𠮷𠮷𠮷𠮷"
            })
    void textThatIsNotPlain_refused(String text) {
        assertThat(PercentText.isPlain(text, 3)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "王 明", "𠮷𠮷𠮷", "古·丽", "\uE000"})
    void plainText_accepted(String text) {
        assertThat(PercentText.isPlain(text, 3)).isTrue();
    }
}

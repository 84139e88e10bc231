package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnknownPersonTest {
    private static final Charset GB18030 = Charset.forName("GB18030");
    // GB 11643's own example: 11010519491231002X.
    private static final byte[] RECORD = "AAC002,AAC003\r\n11010519491231002X,𠮷·䶮\r\n".getBytes(GB18030);

    @Test
    void putIntoARecord_isFoundThere_andNothingElseChanges() {
        byte[] changed = UnknownPerson.putInto(RECORD);

        assertThat(UnknownPerson.isIn(RECORD)).isFalse();
        assertThat(UnknownPerson.isIn(changed)).isTrue();
        assertThat(new String(changed, GB18030)).isEqualTo("AAC002,AAC003\r\n110105194912318881,𠮷·䶮\r\n");
    }

    @Test
    void brokenId_hasAWrongCheckDigit() {
        assertThat(UnknownPerson.checkDigit("11010519491231002")).isEqualTo('X');
        assertThat(new String(UnknownPerson.breakId(RECORD), GB18030)).contains("110105194912310020");
    }

    @Test
    void recordWithoutAnId_cannotBeChanged() {
        assertThatThrownBy(() -> UnknownPerson.breakId("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    @Test
    void written_isReadBack() throws Exception {
        BigInteger highBit = BigInteger.ONE.shiftLeft(255);
        byte[] der = Der.sequence(
                Der.integer(highBit),
                Der.integer(BigInteger.ZERO),
                Der.octetString(new byte[0]),
                Der.octetString(new byte[150]));
        Der read = new Der(der);
        assertThat(read.unsigned(32)).isEqualTo(highBit);
        assertThat(read.unsigned(32)).isEqualTo(BigInteger.ZERO);
        assertThat(read.octets()).isEmpty();
        assertThat(read.octets()).hasSize(150);
        read.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "30", // no length
                "3100", // a set
                "3003020101", // ok but one integer: the second is missing
                "300602010102010100", // a byte behind the sequence
                "300702010102010100", // a byte behind the last integer
                "3007020200010201" + "01", // an integer with a needless zero
                "3006020181020101", // a negative integer
                "30050200020101", // an integer of no bytes
                "308106020101020101", // a length in the long form without need
                "3080020101020101" + "0000", // an indefinite length
                "3082000602010102" + "0101", // a length of two bytes
                "3006020101040101" // an octet string where an integer belongs
            })
    void anotherShapeThanTwoIntegers_isRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> {
                    Der der = new Der(bytes);
                    der.unsigned(32);
                    der.unsigned(32);
                    der.end();
                })
                .isInstanceOf(Der.MalformedException.class);
    }

    @Test
    void integerLongerThanAllowed_isRefused() {
        byte[] der = Der.sequence(Der.integer(BigInteger.ONE.shiftLeft(256)));
        assertThatThrownBy(() -> new Der(der).unsigned(32)).isInstanceOf(Der.MalformedException.class);
    }

    @Test
    void moreThan255Bytes_isNotWritten() {
        assertThatThrownBy(() -> Der.octetString(new byte[256])).isInstanceOf(IllegalArgumentException.class);
    }
}

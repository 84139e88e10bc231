package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class Sm3Test {
    @Test
    void standardVectors_giveTheStandardsDigests() {
        // GB/T 32905-2016, annex A
        assertThat(hex(Sm3.digest(text("abc"))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(hex(Sm3.digest(text("abcd".repeat(16)))))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void parts_areHashedAsOne() {
        assertThat(Sm3.digest(text("a"), text(""), text("bc"))).isEqualTo(Sm3.digest(text("abc")));
        assertThat(Sm3.hmac(text("key"), text("a"), text("bc"))).isEqualTo(Sm3.hmac(text("key"), text("abc")));
    }

    @Test
    void hmac_isWhatOpenSslComputes() {
        // printf abc | openssl dgst -sm3 -hmac key
        assertThat(hex(Sm3.hmac(text("key"), text("abc"))))
                .isEqualTo("28e63256e7c5a087b1f073265dc53092163f7b82729735d06f28f10af9d52393");
    }

    @Test
    void hmacOfAnyKeyLength_equalsAnotherImplementation() {
        Random random = new Random(7);
        for (int length = 1; length <= 130; length++) {
            byte[] key = new byte[length];
            byte[] message = new byte[length * 2];
            random.nextBytes(key);
            random.nextBytes(message);
            HMac expected = new HMac(new SM3Digest());
            expected.init(new KeyParameter(key));
            expected.update(message, 0, message.length);
            byte[] mac = new byte[Sm3.LENGTH];
            expected.doFinal(mac, 0);
            HmacSm3 reused = new HmacSm3(key);
            assertThat(reused.of(message)).as("key of %s bytes", length).isEqualTo(mac);
            assertThat(reused.of(message)).as("used again").isEqualTo(mac);
        }
    }

    @Test
    void emptyKey_isRefused() {
        assertThatThrownBy(() -> Sm3.hmac(new byte[0], text("abc"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

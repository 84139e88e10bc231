package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class Sm4GcmTest {
    private static final byte[] KEY = hex("0123456789abcdeffedcba9876543210");
    private static final byte[] IV = hex("00001234567800000000abcd");
    private static final byte[] AAD = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    private static final byte[] PLAIN = hex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
            + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
    private static final byte[] SEALED = hex("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
            + "83de3541e4c2b58177e065a9bf7b62ec");

    @Test
    void block_givesTheStandardsVector() {
        SM4Engine engine = new SM4Engine();
        engine.init(true, new KeyParameter(KEY));
        byte[] out = new byte[16];
        engine.processBlock(KEY, 0, out, 0);
        assertThat(out).isEqualTo(hex("681edf34d206965e86b3e94f536e4246"));
    }

    @Test
    void rfc8998Vector_encryptsAndDecrypts() throws Exception {
        // RFC 8998, appendix A.1
        assertThat(Sm4Gcm.encrypt(KEY, IV, AAD, PLAIN)).isEqualTo(SEALED);
        assertThat(Sm4Gcm.decrypt(KEY, IV, AAD, SEALED)).isEqualTo(PLAIN);
    }

    @Test
    void anyByteChanged_isRefused() {
        for (int at = 0; at < SEALED.length; at++) {
            byte[] changed = flipped(SEALED, at);
            assertThatThrownBy(() -> Sm4Gcm.decrypt(KEY, IV, AAD, changed))
                    .isInstanceOf(InvalidCipherTextException.class);
        }
        assertThatThrownBy(() -> Sm4Gcm.decrypt(KEY, flipped(IV, 3), AAD, SEALED))
                .isInstanceOf(InvalidCipherTextException.class);
        assertThatThrownBy(() -> Sm4Gcm.decrypt(KEY, IV, flipped(AAD, 3), SEALED))
                .isInstanceOf(InvalidCipherTextException.class);
        assertThatThrownBy(() -> Sm4Gcm.decrypt(flipped(KEY, 3), IV, AAD, SEALED))
                .isInstanceOf(InvalidCipherTextException.class);
    }

    @Test
    void shortenedTag_isRefused() {
        byte[] shorter = java.util.Arrays.copyOf(SEALED, SEALED.length - 1);
        assertThatThrownBy(() -> Sm4Gcm.decrypt(KEY, IV, AAD, shorter)).isInstanceOf(InvalidCipherTextException.class);
        assertThatThrownBy(() -> Sm4Gcm.decrypt(KEY, IV, AAD, new byte[15]))
                .isInstanceOf(InvalidCipherTextException.class);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

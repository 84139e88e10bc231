package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link KeyUnwrapper} does, in software or in a hardware module. An implementation's test extends it. */
abstract class KeyUnwrapperContract {
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    abstract KeyUnwrapper unwrapper();

    /** The 65 bytes of the public half of {@link #unwrapper}. */
    abstract byte[] publicKey();

    abstract KeyUnwrapper otherUnwrapper();

    byte[] wrapped() {
        return Sm2Cipher.encrypt(Sm2.publicKey(publicKey()), SECRET, new SecureRandom());
    }

    @Test
    void wrappedKey_isUnwrapped() throws Exception {
        for (int round = 0; round < 20; round++) {
            assertThat(unwrapper().unwrap(wrapped())).isEqualTo(SECRET);
        }
    }

    @Test
    void kekId_followsFromThePublicKey() {
        assertThat(unwrapper().kekId())
                .isEqualTo(PublicKeys.kekIdOf(publicKey()))
                .matches("sm2-[0-9a-f]{16}");
    }

    @Test
    void wrappingTwice_givesDifferentBytes() {
        assertThat(wrapped()).isNotEqualTo(wrapped());
    }

    @Test
    void anyByteChanged_isRefused() {
        byte[] wrapped = wrapped();
        for (int at = 0; at < wrapped.length; at++) {
            byte[] changed = wrapped.clone();
            changed[at] ^= 1;
            assertRefused(unwrapper(), changed);
        }
    }

    @Test
    void anotherLength_isRefused() {
        byte[] wrapped = wrapped();
        for (int length = 0; length < wrapped.length; length++) {
            assertRefused(unwrapper(), Arrays.copyOf(wrapped, length));
        }
        assertRefused(unwrapper(), Arrays.copyOf(wrapped, wrapped.length + 1));
    }

    @Test
    void anotherKey_isRefused() {
        assertRefused(otherUnwrapper(), wrapped());
    }

    private static void assertRefused(KeyUnwrapper unwrapper, byte[] wrapped) {
        assertThatThrownBy(() -> unwrapper.unwrap(wrapped))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("WRAPPED_KEY_INVALID"));
    }
}

package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link Signer} does, in software or in a hardware module. An implementation's test extends it. */
abstract class SignerContract {
    static final byte[] MESSAGE = "长沙 𠮷 䶮 古丽·买买提\n".getBytes(UTF_8);

    interface Verifier {
        void verify(byte[] message, byte[] signature) throws VerificationException;
    }

    /** The same signer each time. */
    abstract Signer signer();

    /** A signer of the same kind with another key. */
    abstract Signer otherSigner();

    abstract Verifier verifier(byte[] publicKey);

    @Test
    void signature_verifiesUnderThePublicKey() {
        byte[] signature = signer().sign(MESSAGE);
        assertThatCode(() -> verifier(signer().publicKey()).verify(MESSAGE, signature))
                .doesNotThrowAnyException();
    }

    @Test
    void messagesOfManyLengths_verify() throws Exception {
        Verifier verifier = verifier(signer().publicKey());
        for (int length : new int[] {0, 1, 31, 32, 55, 56, 63, 64, 65, 127, 128, 4096}) {
            byte[] message = new byte[length];
            verifier.verify(message, signer().sign(message));
        }
    }

    @Test
    void anyByteOfTheSignatureChanged_isRefused() {
        byte[] signature = signer().sign(MESSAGE);
        for (int at = 0; at < signature.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = signature.clone();
                changed[at] ^= (byte) (1 << bit);
                assertRefused(signer().publicKey(), MESSAGE, changed);
            }
        }
    }

    @Test
    void signatureOfAnotherLength_isRefused() {
        byte[] signature = signer().sign(MESSAGE);
        for (int length = 0; length < signature.length; length++) {
            assertRefused(signer().publicKey(), MESSAGE, Arrays.copyOf(signature, length));
        }
        assertRefused(signer().publicKey(), MESSAGE, Arrays.copyOf(signature, signature.length + 1));
        assertRefused(signer().publicKey(), MESSAGE, new byte[1000]);
    }

    @Test
    void anotherMessage_isRefused() {
        byte[] signature = signer().sign(MESSAGE);
        for (int at = 0; at < MESSAGE.length; at++) {
            byte[] changed = MESSAGE.clone();
            changed[at] ^= 1;
            assertRefused(signer().publicKey(), changed, signature);
        }
        assertRefused(signer().publicKey(), Arrays.copyOf(MESSAGE, MESSAGE.length - 1), signature);
    }

    @Test
    void anotherKey_isRefused() {
        assertRefused(otherSigner().publicKey(), MESSAGE, signer().sign(MESSAGE));
    }

    @Test
    void publicKey_isACopyEachTime() {
        byte[] first = signer().publicKey();
        byte[] second = signer().publicKey();
        Arrays.fill(second, (byte) 0);
        assertThat(signer().publicKey()).isEqualTo(first);
    }

    @Test
    void manyThreads_eachGetTheirOwnSignature() throws Exception {
        Signer signer = signer();
        Verifier verifier = verifier(signer.publicKey());
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                byte[] message = ("message of task " + task).getBytes(UTF_8);
                tasks.add(pool.submit(() -> {
                    for (int round = 0; round < 50; round++) {
                        verifier.verify(message, signer.sign(message));
                    }
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    void assertRefused(byte[] publicKey, byte[] message, byte[] signature) {
        assertThatThrownBy(() -> verifier(publicKey).verify(message, signature))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("SIGNATURE_INVALID"));
    }
}

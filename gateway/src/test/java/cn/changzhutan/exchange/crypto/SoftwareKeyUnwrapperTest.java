package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SoftwareKeyUnwrapperTest extends KeyUnwrapperContract {
    private final byte[] scalar = Sm2.newScalar(new SecureRandom());
    private final SoftwareKeyUnwrapper unwrapper = new SoftwareKeyUnwrapper(scalar);

    @Override
    KeyUnwrapper unwrapper() {
        return unwrapper;
    }

    @Override
    byte[] publicKey() {
        return unwrapper.publicKey();
    }

    @Override
    KeyUnwrapper otherUnwrapper() {
        return new SoftwareKeyUnwrapper(Sm2.newScalar(new SecureRandom()));
    }

    @Test
    void toString_hidesTheKey() {
        assertThat(unwrapper.toString())
                .contains("redacted")
                .doesNotContain(java.util.HexFormat.of().formatHex(scalar));
    }
}

package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ed25519SoftwareSignerTest extends SignerContract {
    private static final String SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

    @Override
    Signer signer() {
        return new Ed25519SoftwareSigner(hex(SEED));
    }

    @Override
    Signer otherSigner() {
        return new Ed25519SoftwareSigner(new byte[32]);
    }

    @Override
    Verifier verifier(byte[] publicKey) {
        return new Ed25519Verifier(publicKey)::verify;
    }

    @Test
    void rfc8032Vector_givesItsKeyAndSignature() {
        // RFC 8032 §7.1, test 3
        Signer signer = signer();
        assertThat(signer.algorithm()).isEqualTo("Ed25519");
        assertThat(signer.publicKey())
                .isEqualTo(hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));
        assertThat(signer.sign(hex("af82")))
                .isEqualTo(hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
    }

    @Test
    void publicKeyThatIsNone_isRefused() {
        byte[] ofSmallOrder = new byte[32];
        ofSmallOrder[0] = 1;
        byte[] notReduced = new byte[32];
        java.util.Arrays.fill(notReduced, (byte) 0xff);
        for (byte[] key : new byte[][] {new byte[31], new byte[33], ofSmallOrder, notReduced}) {
            assertThatThrownBy(() -> new Ed25519Verifier(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void toString_hidesTheKey() {
        assertThat(signer().toString()).isEqualTo("Ed25519SoftwareSigner[redacted]");
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

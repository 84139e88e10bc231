package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

class Sm2SoftwareSignerTest extends SignerContract {
    /** The key pair of GB/T 32918.5-2017, annex A. */
    private static final String SCALAR = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";

    private static final String POINT = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";

    private final Signer signer = new Sm2SoftwareSigner(hex(SCALAR));

    @Override
    Signer signer() {
        return signer;
    }

    @Override
    Signer otherSigner() {
        return new Sm2SoftwareSigner(scalar(BigInteger.TWO));
    }

    @Override
    Verifier verifier(byte[] publicKey) {
        return new Sm2Verifier(publicKey)::verify;
    }

    @Test
    void standardsKeyAndSignature_areAccepted() throws Exception {
        assertThat(signer.algorithm()).isEqualTo("SM2");
        assertThat(signer.publicKey()).isEqualTo(hex(POINT));
        BigInteger r = new BigInteger("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3", 16);
        BigInteger s = new BigInteger("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa", 16);
        byte[] signature = Der.sequence(Der.integer(r), Der.integer(s));
        new Sm2Verifier(hex(POINT)).verify("message digest".getBytes(US_ASCII), signature);
    }

    @Test
    void otherImplementation_acceptsOurSignatures() {
        SM2Signer other = new SM2Signer();
        other.init(false, new ParametersWithID(Sm2.publicKey(hex(POINT)), "1234567812345678".getBytes(US_ASCII)));
        for (int round = 0; round < 50; round++) {
            other.update(MESSAGE, 0, MESSAGE.length);
            assertThat(other.verifySignature(signer.sign(MESSAGE))).isTrue();
        }
    }

    @Test
    void anotherDistinguishingId_isRefused() throws Exception {
        SM2Signer other = new SM2Signer();
        byte[] id = "ALICE123@YAHOO.COM".getBytes(US_ASCII);
        other.init(true, new ParametersWithID(Sm2.privateKey(hex(SCALAR)), id));
        other.update(MESSAGE, 0, MESSAGE.length);
        assertRefused(hex(POINT), MESSAGE, other.generateSignature());
    }

    @Test
    void numbersOutOfRange_areRefused() throws Exception {
        Der good = new Der(signer.sign(MESSAGE));
        BigInteger r = good.unsigned(32);
        BigInteger s = good.unsigned(32);
        BigInteger n = Sm2.N;
        BigInteger[][] wrong = {
            {BigInteger.ZERO, s},
            {r, BigInteger.ZERO},
            {n, s},
            {r, n},
            {r.add(n), s},
            {r, s.add(n)},
            {r, n.subtract(r)},
            {s, r}
        };
        for (BigInteger[] pair : wrong) {
            assertRefused(hex(POINT), MESSAGE, Der.sequence(Der.integer(pair[0]), Der.integer(pair[1])));
        }
    }

    @Test
    void pointOffTheCurve_isNoPublicKey() {
        byte[] off = hex(POINT);
        off[64] ^= 1;
        byte[] compressed = Arrays.copyOf(hex(POINT), 33);
        compressed[0] = 3;
        for (byte[] key : new byte[][] {off, compressed, new byte[0], new byte[1], new byte[65]}) {
            assertThatThrownBy(() -> new Sm2Verifier(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void scalarOutOfRange_isNoPrivateKey() {
        BigInteger n = Sm2.N;
        for (BigInteger d : new BigInteger[] {BigInteger.ZERO, n.subtract(BigInteger.ONE), n, n.add(BigInteger.ONE)}) {
            assertThatThrownBy(() -> new Sm2SoftwareSigner(scalar(d))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Sm2SoftwareSigner(scalar(n.subtract(BigInteger.TWO))).sign(MESSAGE))
                .isNotEmpty();
    }

    @Test
    void toString_hidesTheKey() {
        assertThat(signer.toString()).isEqualTo("Sm2SoftwareSigner[redacted]");
    }

    private static byte[] scalar(BigInteger d) {
        return BigIntegers.asUnsignedByteArray(32, d);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

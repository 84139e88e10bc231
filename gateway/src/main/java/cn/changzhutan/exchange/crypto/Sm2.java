package cn.changzhutan.exchange.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** The curve sm2p256v1 (GB/T 32918.5-2017), in Bouncy Castle's implementation made for it: the generic one is several times slower. */
final class Sm2 {
    static final int POINT_LENGTH = 65;
    static final int SCALAR_LENGTH = 32;
    static final ECDomainParameters DOMAIN = domain();
    static final BigInteger N = DOMAIN.getN();

    /** The distinguishing identifier that GM/T 0009-2012 §10 gives where none is agreed. */
    static final byte[] ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private Sm2() {}

    /** @throws IllegalArgumentException if the bytes are not an uncompressed point of the curve other than infinity */
    static ECPublicKeyParameters publicKey(byte[] point) {
        if (point.length != POINT_LENGTH || point[0] != 4) {
            throw new IllegalArgumentException("SM2 public key (expected: 65 bytes 04‖X‖Y)");
        }
        try {
            return new ECPublicKeyParameters(DOMAIN.getCurve().decodePoint(point), DOMAIN);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("SM2 public key (expected: a point of the curve sm2p256v1)", e);
        }
    }

    /** @throws IllegalArgumentException if the bytes are not a number from 1 to n - 2 */
    static ECPrivateKeyParameters privateKey(byte[] scalar) {
        BigInteger d = new BigInteger(1, scalar);
        // n - 1 has no inverse of 1 + d, which signing divides by (GB/T 32918.2 §6.1)
        if (scalar.length != SCALAR_LENGTH || d.signum() == 0 || d.compareTo(N.subtract(BigInteger.TWO)) > 0) {
            throw new IllegalArgumentException("SM2 private key (expected: 32 bytes, a number from 1 to n - 2)");
        }
        return new ECPrivateKeyParameters(d, DOMAIN);
    }

    static byte[] publicPoint(ECPrivateKeyParameters key) {
        ECPoint point = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), key.getD());
        return point.normalize().getEncoded(false);
    }

    static byte[] newScalar(SecureRandom random) {
        BigInteger d = BigIntegers.createRandomInRange(BigInteger.ONE, N.subtract(BigInteger.TWO), random);
        return BigIntegers.asUnsignedByteArray(SCALAR_LENGTH, d);
    }

    /** Z of GB/T 32918.2 §5.5: SM3 of the id's length in bits, the id, the curve, its base point and the public key. */
    static byte[] identityHash(byte[] publicKey) {
        byte[] a = DOMAIN.getCurve().getA().getEncoded();
        byte[] b = DOMAIN.getCurve().getB().getEncoded();
        byte[] idBits = {(byte) (ID.length * 8 >> 8), (byte) (ID.length * 8)};
        byte[] base = DOMAIN.getG().getEncoded(false);
        return Sm3.digest(idBits, ID, a, b, withoutTag(base), withoutTag(publicKey));
    }

    private static byte[] withoutTag(byte[] point) {
        return Arrays.copyOfRange(point, 1, POINT_LENGTH);
    }

    private static ECDomainParameters domain() {
        X9ECParameters curve = CustomNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }
}

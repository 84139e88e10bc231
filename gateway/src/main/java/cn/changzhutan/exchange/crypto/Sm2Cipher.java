package cn.changzhutan.exchange.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.util.BigIntegers;

/**
 * SM2 encryption of a short secret (GB/T 32918.4, C1C3C2) in the DER form of GM/T 0009-2012 §7.2: SEQUENCE {x INTEGER, y INTEGER,
 * hash OCTET STRING (32), cipher OCTET STRING}. Stateless and thread-safe.
 */
final class Sm2Cipher {
    /** Longest secret in bytes. */
    static final int MAX_SECRET = 64;

    private static final int C2 = Sm2.POINT_LENGTH + Sm3.LENGTH;

    private Sm2Cipher() {}

    static byte[] encrypt(ECPublicKeyParameters key, byte[] secret, SecureRandom random) {
        if (secret.length == 0 || secret.length > MAX_SECRET) {
            throw new IllegalArgumentException("secret for SM2 (expected: 1 to 64 bytes)");
        }
        byte[] raw;
        try {
            SM2Engine engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
            engine.init(true, new ParametersWithRandom(key, random));
            raw = engine.processBlock(secret, 0, secret.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM2 encryption failed", e);
        }
        return Der.sequence(
                Der.integer(new BigInteger(1, Arrays.copyOfRange(raw, 1, 33))),
                Der.integer(new BigInteger(1, Arrays.copyOfRange(raw, 33, Sm2.POINT_LENGTH))),
                Der.octetString(Arrays.copyOfRange(raw, Sm2.POINT_LENGTH, C2)),
                Der.octetString(Arrays.copyOfRange(raw, C2, raw.length)));
    }

    /** @throws Der.MalformedException if the bytes have another form, x and y are no point of the curve, or the hash does not fit */
    static byte[] decrypt(ECPrivateKeyParameters key, byte[] wrapped) throws Der.MalformedException {
        Der der = new Der(wrapped);
        BigInteger x = der.unsigned(32);
        BigInteger y = der.unsigned(32);
        byte[] hash = der.octets();
        byte[] cipher = der.octets();
        der.end();
        if (hash.length != Sm3.LENGTH || cipher.length == 0 || cipher.length > MAX_SECRET) {
            throw new Der.MalformedException("hash or cipher of another length");
        }
        byte[] raw = Arrays.copyOf(new byte[] {4}, C2 + cipher.length);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, x), 0, raw, 1, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, y), 0, raw, 33, 32);
        System.arraycopy(hash, 0, raw, Sm2.POINT_LENGTH, Sm3.LENGTH);
        System.arraycopy(cipher, 0, raw, C2, cipher.length);
        try {
            SM2Engine engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
            engine.init(false, key);
            return engine.processBlock(raw, 0, raw.length);
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            // IllegalArgumentException is how Bouncy Castle says that a point is not on the curve.
            throw new Der.MalformedException("not encrypted to this key, or changed since");
        }
    }
}

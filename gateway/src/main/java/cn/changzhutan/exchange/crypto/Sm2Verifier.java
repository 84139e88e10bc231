package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.VerificationException;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Verifies SM2 signatures (GB/T 32918.2 §7.1, SM3, id {@code 1234567812345678}) under one public key. Immutable and thread-safe.
 */
public final class Sm2Verifier {
    private static final int MAX_SIGNATURE = 72;
    private final ECPoint point;
    private final SM3Digest prefix;

    /**
     * @param publicKey 65 bytes 04‖X‖Y
     * @throws IllegalArgumentException if they are not a point of the curve
     */
    public Sm2Verifier(byte[] publicKey) {
        point = Sm2.publicKey(publicKey).getQ();
        prefix = new SM3Digest();
        byte[] z = Sm2.identityHash(publicKey);
        prefix.update(z, 0, z.length);
    }

    /**
     * @param signature strict DER {@code SEQUENCE {r, s}}
     * @throws VerificationException {@code SIGNATURE_INVALID} unless it is this key's signature of exactly this message
     */
    public void verify(byte[] message, byte[] signature) throws VerificationException {
        if (signature.length > MAX_SIGNATURE || !holds(message, signature)) {
            throw new VerificationException("SIGNATURE_INVALID", "the SM2 signature does not fit the message and key");
        }
    }

    private boolean holds(byte[] message, byte[] signature) {
        BigInteger r;
        BigInteger s;
        try {
            Der der = new Der(signature);
            r = der.unsigned(Sm2.SCALAR_LENGTH);
            s = der.unsigned(Sm2.SCALAR_LENGTH);
            der.end();
        } catch (Der.MalformedException e) {
            return false;
        }
        if (r.signum() == 0 || s.signum() == 0 || r.compareTo(Sm2.N) >= 0 || s.compareTo(Sm2.N) >= 0) {
            return false;
        }
        BigInteger t = r.add(s).mod(Sm2.N);
        if (t.signum() == 0) {
            return false;
        }
        ECPoint sum =
                ECAlgorithms.sumOfTwoMultiplies(Sm2.DOMAIN.getG(), s, point, t).normalize();
        if (sum.isInfinity()) {
            return false;
        }
        BigInteger e = new BigInteger(1, Sm3.finish(new SM3Digest(prefix), message));
        return e.add(sum.getAffineXCoord().toBigInteger()).mod(Sm2.N).equals(r);
    }
}

package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.VerificationException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;

/** Unwraps with an SM2 key in memory. Immutable and thread-safe. */
final class SoftwareKeyUnwrapper implements KeyUnwrapper {
    private final ECPrivateKeyParameters key;
    private final byte[] publicKey;

    SoftwareKeyUnwrapper(byte[] scalar) {
        key = Sm2.privateKey(scalar);
        publicKey = Sm2.publicPoint(key);
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public String kekId() {
        return PublicKeys.kekIdOf(publicKey);
    }

    @Override
    public byte[] unwrap(byte[] wrapped) throws VerificationException {
        try {
            return Sm2Cipher.decrypt(key, wrapped);
        } catch (Der.MalformedException e) {
            throw new VerificationException("WRAPPED_KEY_INVALID", "wrapped content key: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "SoftwareKeyUnwrapper[" + kekId() + ", redacted]";
    }
}

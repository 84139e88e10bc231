package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.VerificationException;

/**
 * The private key-encryption key of a city, wherever it lies: in a key file here, in a hardware module elsewhere. Implementations
 * are thread-safe.
 */
public interface KeyUnwrapper {
    /** The id of the public half, as {@link PublicKeys#kekIdOf} makes it. */
    String kekId();

    /**
     * Decrypts a content key that was encrypted to this key: SM2 by GB/T 32918.4, order C1C3C2, in the DER form of GM/T 0009.
     *
     * @throws VerificationException {@code WRAPPED_KEY_INVALID} if the bytes are not such a thing, or were made for another key, or
     *     were changed
     * @throws IllegalStateException if the key cannot be used now
     */
    byte[] unwrap(byte[] wrapped) throws VerificationException;
}

package cn.changzhutan.exchange.crypto;

/** A private key that signs, wherever it lies: in a key file here, in a hardware module elsewhere. Implementations are thread-safe. */
public interface Signer {
    /** {@code Ed25519} (RFC 8032 §5.1) or {@code SM2} (GB/T 32918.2 with SM3 and the id {@code 1234567812345678}). */
    String algorithm();

    /** The public half, a copy: 32 raw bytes for Ed25519, the 65 bytes 04‖X‖Y for SM2. */
    byte[] publicKey();

    /**
     * Signs the message as it stands; it is hashed here, not by the caller.
     *
     * @return 64 bytes for Ed25519; DER {@code SEQUENCE {r, s}} of 8 to 72 bytes for SM2
     * @throws IllegalStateException if the key cannot be used now, for example a hardware module that does not answer
     */
    byte[] sign(byte[] message);
}

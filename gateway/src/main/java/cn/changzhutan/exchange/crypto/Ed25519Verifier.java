package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.VerificationException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Verifies Ed25519 signatures (RFC 8032 §5.1.7) under one public key, decoded once. Immutable and thread-safe. */
public final class Ed25519Verifier {
    private final Ed25519.PublicPoint key;

    /**
     * @param publicKey 32 raw bytes
     * @throws IllegalArgumentException if they are not a point of full order, in its one encoding
     */
    public Ed25519Verifier(byte[] publicKey) {
        key = decode(publicKey);
    }

    static Ed25519.PublicPoint decode(byte[] publicKey) {
        Ed25519.PublicPoint point =
                publicKey.length == Ed25519.PUBLIC_KEY_SIZE ? Ed25519.validatePublicKeyFullExport(publicKey, 0) : null;
        if (point == null) {
            throw new IllegalArgumentException(
                    "Ed25519 public key (expected: 32 bytes, a point of the curve's main group)");
        }
        return point;
    }

    /** @throws VerificationException {@code SIGNATURE_INVALID} unless the 64 bytes are this key's signature of exactly this message */
    public void verify(byte[] message, byte[] signature) throws VerificationException {
        if (signature.length != Ed25519.SIGNATURE_SIZE
                || !Ed25519.verify(signature, 0, key, message, 0, message.length)) {
            throw new VerificationException(
                    "SIGNATURE_INVALID", "the Ed25519 signature does not fit the message and key");
        }
    }
}

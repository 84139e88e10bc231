package cn.changzhutan.exchange.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs with an Ed25519 key in memory (RFC 8032 §5.1.6). Thread-safe and without state. */
final class Ed25519SoftwareSigner implements Signer {
    private final byte[] seed;
    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

    Ed25519SoftwareSigner(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("Ed25519 private key (expected: 32 bytes)");
        }
        this.seed = seed.clone();
        // Always derived here: signing under a public key that does not belong to the seed would give the seed away.
        Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
    }

    @Override
    public String algorithm() {
        return "Ed25519";
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "Ed25519SoftwareSigner[redacted]";
    }
}

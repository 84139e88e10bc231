package cn.changzhutan.exchange.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public keys of one city. Immutable and thread-safe; arrays are copied in and out.
 *
 * @param ed25519 32 raw bytes: verifies the city's checkpoints
 * @param sm2 65 bytes 04‖X‖Y: verifies the city's checkpoints
 * @param kek 65 bytes 04‖X‖Y: content keys for this city are encrypted to it
 * @param kekId {@link #kekIdOf} of {@code kek}
 */
public record PublicKeys(byte[] ed25519, byte[] sm2, byte[] kek, String kekId) {
    /** @throws IllegalArgumentException naming the key that is not a usable public key, or a kekId that is not kek's */
    public PublicKeys {
        ed25519 = ed25519.clone();
        sm2 = sm2.clone();
        kek = kek.clone();
        Ed25519Verifier.decode(ed25519);
        Sm2.publicKey(sm2);
        Sm2.publicKey(kek);
        if (!kekId.equals(kekIdOf(kek))) {
            throw new IllegalArgumentException("kekId (expected: the id that follows from kek)");
        }
        if (Arrays.equals(sm2, kek)) {
            throw new IllegalArgumentException("kek (expected: another key than sm2, which signs)");
        }
    }

    public PublicKeys(byte[] ed25519, byte[] sm2, byte[] kek) {
        this(ed25519, sm2, kek, kekIdOf(kek));
    }

    /** The id of a key-encryption key: {@code sm2-} and the first 8 bytes of SM3(04‖X‖Y) in lower-case hex. */
    public static String kekIdOf(byte[] kek) {
        return "sm2-" + HexFormat.of().formatHex(Sm3.digest(kek), 0, 8);
    }

    @Override
    public byte[] ed25519() {
        return ed25519.clone();
    }

    @Override
    public byte[] sm2() {
        return sm2.clone();
    }

    @Override
    public byte[] kek() {
        return kek.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKeys that
                && Arrays.equals(ed25519, that.ed25519)
                && Arrays.equals(sm2, that.sm2)
                && Arrays.equals(kek, that.kek);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sm2);
    }

    @Override
    public String toString() {
        return "PublicKeys[" + kekId + "]";
    }
}

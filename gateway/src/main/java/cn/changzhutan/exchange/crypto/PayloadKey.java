package cn.changzhutan.exchange.crypto;

import java.util.Arrays;
import java.util.Base64;

/**
 * A city's public key-encryption key: content keys for this city are encrypted to it. Immutable and thread-safe.
 *
 * @param point 65 bytes 04‖X‖Y of the curve sm2p256v1; copied in and out
 */
public record PayloadKey(byte[] point) {
    /** @throws IllegalArgumentException if it is no usable public key */
    public PayloadKey {
        point = point.clone();
        Sm2.publicKey(point);
    }

    @Override
    public byte[] point() {
        return point.clone();
    }

    /** As {@link PublicKeys#kekIdOf}. */
    public String kekId() {
        return PublicKeys.kekIdOf(point);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PayloadKey that && Arrays.equals(point, that.point);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point);
    }

    /** Base64, as a policy has it. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(point);
    }
}

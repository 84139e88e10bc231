package cn.changzhutan.exchange.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * HMAC-SM3 (RFC 2104) under one key. Both padded key blocks are absorbed once, which halves the cost of a short message.
 * Immutable and thread-safe.
 */
public final class HmacSm3 {
    private static final int BLOCK = 64;
    private final SM3Digest inner;
    private final SM3Digest outer;

    /** @param key of any length but none; not kept */
    public HmacSm3(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("HMAC key of no bytes");
        }
        byte[] block = Arrays.copyOf(key.length > BLOCK ? Sm3.digest(key) : key, BLOCK);
        inner = absorbed(block, 0x36);
        outer = absorbed(block, 0x5c);
        Arrays.fill(block, (byte) 0);
    }

    /** Of the parts one after the other: 32 bytes. */
    public byte[] of(byte[]... parts) {
        return Sm3.finish(new SM3Digest(outer), Sm3.finish(new SM3Digest(inner), parts));
    }

    private static SM3Digest absorbed(byte[] block, int pad) {
        byte[] padded = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            padded[i] = (byte) (block[i] ^ pad);
        }
        SM3Digest digest = new SM3Digest();
        digest.update(padded, 0, BLOCK);
        Arrays.fill(padded, (byte) 0);
        return digest;
    }

    @Override
    public String toString() {
        return "HmacSm3[redacted]";
    }
}

package cn.changzhutan.exchange.crypto;

import org.bouncycastle.crypto.digests.SM3Digest;

/** The SM3 hash (GB/T 32905-2016) and HMAC over it (RFC 2104). Stateless and thread-safe. */
public final class Sm3 {
    /** Length of a digest and of an HMAC in bytes. */
    public static final int LENGTH = 32;

    private Sm3() {}

    /** SM3 of the parts one after the other. The caller makes sure that the parts cannot run into each other. */
    public static byte[] digest(byte[]... parts) {
        return finish(new SM3Digest(), parts);
    }

    /** HMAC-SM3 of the parts one after the other, under a key of any length but none. */
    public static byte[] hmac(byte[] key, byte[]... parts) {
        return new HmacSm3(key).of(parts);
    }

    static byte[] finish(SM3Digest digest, byte[]... parts) {
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[LENGTH];
        digest.doFinal(result, 0);
        return result;
    }
}

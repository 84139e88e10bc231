package cn.changzhutan.exchange.crypto;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** SM4 (GB/T 32907-2016) in GCM (RFC 8998 §3.2): 128-bit key, 96-bit iv, 128-bit tag behind the ciphertext. Thread-safe. */
final class Sm4Gcm {
    static final int KEY_LENGTH = 16;
    static final int IV_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private Sm4Gcm() {}

    /** @return ciphertext ‖ tag. The caller never uses the same iv twice under one key. */
    static byte[] encrypt(byte[] key, byte[] iv, byte[] aad, byte[] plaintext) {
        try {
            return run(true, key, iv, aad, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM4-GCM refused to encrypt", e);
        }
    }

    /** @throws InvalidCipherTextException if any of the four is not what it was at encryption; nothing is given out then */
    static byte[] decrypt(byte[] key, byte[] iv, byte[] aad, byte[] ciphertext) throws InvalidCipherTextException {
        return run(false, key, iv, aad, ciphertext);
    }

    private static byte[] run(boolean encrypt, byte[] key, byte[] iv, byte[] aad, byte[] in)
            throws InvalidCipherTextException {
        if (key.length != KEY_LENGTH || iv.length != IV_LENGTH) {
            throw new IllegalArgumentException("SM4-GCM key and iv (expected: 16 and 12 bytes)");
        }
        // Each record has a key of its own: the default multiplier would spend more on its table than it saves below 4
        // KiB.
        GCMModeCipher gcm = GCMBlockCipher.newInstance(new SM4Engine(), new BasicGCMMultiplier());
        gcm.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_LENGTH * 8, iv, aad));
        byte[] out = new byte[gcm.getOutputSize(in.length)];
        int length = gcm.processBytes(in, 0, in.length, out, 0);
        gcm.doFinal(out, length);
        return out;
    }
}

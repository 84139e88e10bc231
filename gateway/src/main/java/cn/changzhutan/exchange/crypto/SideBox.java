package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;

/**
 * Encrypts small texts that stand in the city's own database, each under a key derived from its name, so that who reads the database
 * alone reads none of them, and none can stand in another's place. Thread-safe.
 *
 * <p>Form: version 0x01 ‖ iv (12) ‖ SM4-GCM ciphertext ‖ tag (16); additional data is the name.
 */
public final class SideBox {
    private static final byte VERSION = 1;
    private static final int OVERHEAD = 1 + Sm4Gcm.IV_LENGTH + Sm4Gcm.TAG_LENGTH;
    private final HmacSm3 secret;
    private final SecureRandom random = new SecureRandom();

    /** @param secret 32 bytes of {@code CityKeys.secret} under a label that nothing else uses */
    public SideBox(byte[] secret) {
        if (secret.length != Sm3.LENGTH) {
            throw new IllegalArgumentException("secret of a side box (expected: 32 bytes)");
        }
        this.secret = new HmacSm3(secret);
    }

    /** @param name unique among what is sealed under this secret */
    public byte[] seal(String name, byte[] content) {
        byte[] bound = bound(name);
        byte[] iv = new byte[Sm4Gcm.IV_LENGTH];
        random.nextBytes(iv);
        byte[] ciphertext = Sm4Gcm.encrypt(key(bound), iv, bound, content);
        byte[] sealed = new byte[1 + iv.length + ciphertext.length];
        sealed[0] = VERSION;
        System.arraycopy(iv, 0, sealed, 1, iv.length);
        System.arraycopy(ciphertext, 0, sealed, 1 + iv.length, ciphertext.length);
        return sealed;
    }

    /** @throws VerificationException {@code SIDE_ROW_INVALID} if it was changed, or is of another name or city */
    public byte[] open(String name, byte[] sealed) throws VerificationException {
        if (sealed.length < OVERHEAD || sealed[0] != VERSION) {
            throw new VerificationException("SIDE_ROW_INVALID", "a side row of another form");
        }
        byte[] bound = bound(name);
        byte[] iv = Arrays.copyOfRange(sealed, 1, 1 + Sm4Gcm.IV_LENGTH);
        byte[] ciphertext = Arrays.copyOfRange(sealed, 1 + Sm4Gcm.IV_LENGTH, sealed.length);
        try {
            return Sm4Gcm.decrypt(key(bound), iv, bound, ciphertext);
        } catch (InvalidCipherTextException e) {
            throw new VerificationException("SIDE_ROW_INVALID", "a side row was changed, or is another's");
        }
    }

    private byte[] key(byte[] bound) {
        return Arrays.copyOf(secret.of(bound), Sm4Gcm.KEY_LENGTH);
    }

    private static byte[] bound(String name) {
        return ("side/v1\n" + name).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SideBox[redacted]";
    }
}

package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;

/**
 * Wraps record keys for the city's own database, so that who reads the database alone reads no record. Each exchange has a wrapping
 * key of its own (derived like a record key), so the number of records has no bound that random ivs would set. Thread-safe.
 *
 * <p>Form: version 0x01 ‖ iv (12) ‖ SM4-GCM ciphertext (16) ‖ tag (16); additional data is the exchange id.
 */
public final class ArchiveKey {
    /** Length of a wrapped record key in bytes. */
    public static final int WRAPPED_LENGTH = 1 + Sm4Gcm.IV_LENGTH + Sm4Gcm.KEY_LENGTH + Sm4Gcm.TAG_LENGTH;

    private static final byte VERSION = 1;
    private final HmacSm3 secret;
    private final SecureRandom random;

    /** @param secret {@code CityKeys.secret("archive")}, 32 bytes */
    public ArchiveKey(byte[] secret) {
        this(secret, new SecureRandom());
    }

    ArchiveKey(byte[] secret, SecureRandom random) {
        if (secret.length != Sm3.LENGTH) {
            throw new IllegalArgumentException("archive secret (expected: 32 bytes)");
        }
        this.secret = new HmacSm3(secret);
        this.random = random;
    }

    /** @param recordKey 16 bytes */
    public byte[] wrap(byte[] recordKey, ExchangeId id) {
        if (recordKey.length != Sm4Gcm.KEY_LENGTH) {
            throw new IllegalArgumentException("record key (expected: 16 bytes)");
        }
        byte[] name = name(id);
        byte[] iv = new byte[Sm4Gcm.IV_LENGTH];
        random.nextBytes(iv);
        byte[] ciphertext = Sm4Gcm.encrypt(wrappingKey(name), iv, name, recordKey);
        byte[] wrapped = new byte[WRAPPED_LENGTH];
        wrapped[0] = VERSION;
        System.arraycopy(iv, 0, wrapped, 1, iv.length);
        System.arraycopy(ciphertext, 0, wrapped, 1 + iv.length, ciphertext.length);
        return wrapped;
    }

    /** @throws VerificationException {@code ARCHIVED_KEY_INVALID} if it was changed, or is of another exchange or city */
    public byte[] unwrap(byte[] wrapped, ExchangeId id) throws VerificationException {
        if (wrapped.length != WRAPPED_LENGTH || wrapped[0] != VERSION) {
            throw new VerificationException("ARCHIVED_KEY_INVALID", "archived record key of another form");
        }
        byte[] name = name(id);
        byte[] iv = Arrays.copyOfRange(wrapped, 1, 1 + Sm4Gcm.IV_LENGTH);
        byte[] ciphertext = Arrays.copyOfRange(wrapped, 1 + Sm4Gcm.IV_LENGTH, WRAPPED_LENGTH);
        try {
            return Sm4Gcm.decrypt(wrappingKey(name), iv, name, ciphertext);
        } catch (InvalidCipherTextException e) {
            throw new VerificationException("ARCHIVED_KEY_INVALID", "archived record key was changed, or is another's");
        }
    }

    private byte[] wrappingKey(byte[] name) {
        return Arrays.copyOf(secret.of(name), Sm4Gcm.KEY_LENGTH);
    }

    private static byte[] name(ExchangeId id) {
        return ("archive/v1\n" + id).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "ArchiveKey[redacted]";
    }
}

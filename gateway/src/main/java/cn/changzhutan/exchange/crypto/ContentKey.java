package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.ExchangeId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The key of all envelopes from one process to one city for a short time; each record's own key follows from it. Thread-safe. */
final class ContentKey {
    static final int LENGTH = 32;
    private final HmacSm3 mac;

    ContentKey(byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("content key (expected: 32 bytes)");
        }
        mac = new HmacSm3(secret);
    }

    /** The first 16 bytes of HMAC-SM3(content key, "rec/v1\n" ‖ exchange id in its text form). */
    byte[] recordKey(ExchangeId id) {
        byte[] message = ("rec/v1\n" + id).getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(mac.of(message), Sm4Gcm.KEY_LENGTH);
    }

    @Override
    public String toString() {
        return "ContentKey[redacted]";
    }
}

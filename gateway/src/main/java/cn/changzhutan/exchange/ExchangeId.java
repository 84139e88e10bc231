package cn.changzhutan.exchange;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** The id of one exchange of one record with one city: a UUID version 7 (RFC 9562 §5.7), so that ids sort roughly by time. */
public record ExchangeId(UUID value) implements Comparable<ExchangeId> {
    private static final SecureRandom RANDOM = new SecureRandom();

    public ExchangeId {
        if (value.version() != 7 || value.variant() != 2) {
            throw new IllegalArgumentException("exchange id (expected: a UUID of version 7)");
        }
    }

    /** A new id: 48 bits of the clock's milliseconds, then 74 random bits. Thread-safe. */
    public static ExchangeId next(Clock clock) {
        long millis = clock.millis();
        long high = (millis << 16) | 0x7000L | (RANDOM.nextInt() & 0xFFFL);
        long low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new ExchangeId(new UUID(high, low));
    }

    /** @throws IllegalArgumentException if the text is not the canonical, lower-case form of a UUID of version 7 */
    public static ExchangeId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("exchange id (expected: a UUID in its canonical form)");
        }
        return new ExchangeId(uuid);
    }

    @Override
    public int compareTo(ExchangeId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

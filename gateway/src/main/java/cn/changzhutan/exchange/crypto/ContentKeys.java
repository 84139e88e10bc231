package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.City;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The content keys that this process seals with, in memory only: one a receiver, used for at most 10 minutes and 2^20 records.
 * Thread-safe.
 */
final class ContentKeys {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int MAX_RECORDS = 1 << 20;

    private final Map<City, Current> byReceiver = new ConcurrentHashMap<>();
    private final Clock clock;
    private final SecureRandom random;

    ContentKeys(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A content key in use, with what an envelope says of it. */
    record Current(ContentKey key, String kekId, byte[] wrapped, Instant drawn, AtomicInteger left) {
        boolean serves(PayloadKey receiver, Instant now) {
            return kekId.equals(receiver.kekId()) && !now.isBefore(drawn) && now.isBefore(drawn.plus(LIFETIME));
        }
    }

    /** The key for one more record to this receiver. */
    Current take(City to, PayloadKey receiver) {
        Instant now = clock.instant();
        Current current = byReceiver.get(to);
        if (current != null && current.serves(receiver, now) && current.left().getAndDecrement() > 0) {
            return current;
        }
        return byReceiver.compute(
                to,
                (city, other) -> other != null
                                && other != current
                                && other.serves(receiver, now)
                                && other.left().getAndDecrement() > 0
                        ? other
                        : draw(receiver, now));
    }

    private Current draw(PayloadKey receiver, Instant now) {
        byte[] secret = new byte[ContentKey.LENGTH];
        random.nextBytes(secret);
        byte[] wrapped = Sm2Cipher.encrypt(Sm2.publicKey(receiver.point()), secret, random);
        return new Current(new ContentKey(secret), receiver.kekId(), wrapped, now, new AtomicInteger(MAX_RECORDS - 1));
    }
}

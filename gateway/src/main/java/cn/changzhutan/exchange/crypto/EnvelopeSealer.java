package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Function;

/**
 * Encrypts what travels to another city. Content keys live in this object alone, a receiver for at most 10 minutes and 2^20
 * records; each record has a key of its own, so that evidence about one discloses no other. Thread-safe.
 */
public final class EnvelopeSealer {
    /** Longest content in bytes. */
    public static final int MAX_INSIDE = Envelope.MAX_INSIDE;

    private final Function<City, PayloadKey> trust;
    private final ContentKeys contentKeys;
    private final SecureRandom random;

    /**
     * An envelope and the key of its one record.
     *
     * @param envelope the bytes that travel, canonical JSON
     * @param recordKey 16 bytes; keep it only wrapped by {@link ArchiveKey}
     */
    public record Sealed(byte[] envelope, byte[] recordKey) {
        @Override
        public String toString() {
            return "Sealed[" + envelope.length + " bytes, key redacted]";
        }
    }

    /** @param trust the key of a city as it is now, asked for each record */
    public EnvelopeSealer(Function<City, PayloadKey> trust, Clock clock) {
        this(trust, clock, new SecureRandom());
    }

    EnvelopeSealer(Function<City, PayloadKey> trust, Clock clock, SecureRandom random) {
        this.trust = trust;
        this.contentKeys = new ContentKeys(clock, random);
        this.random = random;
    }

    /**
     * @param inside what only {@code to} can read, at most {@link #MAX_INSIDE} bytes
     * @throws IllegalArgumentException if {@code inside} is too long, or no key of {@code to} is known
     */
    public Sealed seal(ExchangeId id, City from, City to, byte[] inside) {
        if (inside.length > MAX_INSIDE) {
            throw new IllegalArgumentException("content of an envelope (expected: at most " + MAX_INSIDE + " bytes)");
        }
        PayloadKey receiver = trust.apply(to);
        ContentKeys.Current content = contentKeys.take(to, receiver);
        byte[] iv = new byte[Sm4Gcm.IV_LENGTH];
        random.nextBytes(iv);
        EnvelopeHeader header = new EnvelopeHeader(id, from, to, content.kekId());
        byte[] aad = new Envelope(header, content.wrapped(), iv, new byte[0]).additionalData();
        byte[] recordKey = content.key().recordKey(id);
        byte[] ciphertext = Sm4Gcm.encrypt(recordKey, iv, aad, inside);
        return new Sealed(new Envelope(header, content.wrapped(), iv, ciphertext).toBytes(), recordKey);
    }
}

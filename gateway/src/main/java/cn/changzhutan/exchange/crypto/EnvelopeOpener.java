package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.VerificationException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;

/**
 * Opens envelopes that were sealed for this city. Unwrapping costs as much as a signature and many records share a content key, so
 * the last {@value #CACHED_KEYS} content keys are remembered. Thread-safe.
 */
public final class EnvelopeOpener {
    static final int CACHED_KEYS = 256;
    private volatile Map<String, KeyUnwrapper> unwrappers = Map.of();
    private final Map<ByteBuffer, ContentKey> cache = new LinkedHashMap<>(CACHED_KEYS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, ContentKey> eldest) {
            return size() > CACHED_KEYS;
        }
    };

    /**
     * An opened envelope.
     *
     * @param inside what the sender sealed
     * @param recordKey 16 bytes; keep it only wrapped by {@link ArchiveKey}
     */
    public record Opened(EnvelopeHeader header, byte[] inside, byte[] recordKey) {
        @Override
        public String toString() {
            return "Opened[" + header + ", " + inside.length + " bytes, key redacted]";
        }
    }

    /** @param unwrappers the city's key, and older ones for as long as envelopes for them may come */
    public EnvelopeOpener(Collection<? extends KeyUnwrapper> unwrappers) {
        use(unwrappers);
    }

    /** From now on these, and no others. */
    public void use(Collection<? extends KeyUnwrapper> keys) {
        Map<String, KeyUnwrapper> byId = new HashMap<>();
        keys.forEach(key -> byId.put(key.kekId(), key));
        unwrappers = Map.copyOf(byId);
        synchronized (cache) {
            cache.clear();
        }
    }

    /**
     * @throws VerificationException {@code ENVELOPE_TOO_LARGE}, {@code ENVELOPE_MALFORMED}, {@code ENVELOPE_VERSION_UNKNOWN},
     *     {@code ENVELOPE_SUITE_UNKNOWN}; {@code KEK_UNKNOWN} if it is for a key that is not here (which may come yet: hold it);
     *     {@code WRAPPED_KEY_INVALID}; {@code CIPHERTEXT_INVALID} if any byte of header or content was changed
     */
    public Opened open(byte[] envelope) throws VerificationException {
        Envelope read = EnvelopeReader.read(envelope);
        byte[] recordKey = contentKey(read).recordKey(read.header().exchangeId());
        return new Opened(read.header(), decrypt(read, recordKey), recordKey);
    }

    /**
     * Opens one envelope with its record key, as an auditor does to whom the key was disclosed. Needs no key of the city.
     *
     * @throws VerificationException as {@link #open}; {@code CIPHERTEXT_INVALID} also if the key is another record's
     */
    public static byte[] openWithRecordKey(byte[] envelope, byte[] recordKey) throws VerificationException {
        if (recordKey.length != Sm4Gcm.KEY_LENGTH) {
            throw new VerificationException("CIPHERTEXT_INVALID", "record key (expected: 16 bytes)");
        }
        return decrypt(EnvelopeReader.read(envelope), recordKey);
    }

    private ContentKey contentKey(Envelope envelope) throws VerificationException {
        String kekId = envelope.header().kekId();
        KeyUnwrapper unwrapper = unwrappers.get(kekId);
        if (unwrapper == null) {
            throw new VerificationException("KEK_UNKNOWN", "envelope for the key " + kekId + ", which is not here");
        }
        ByteBuffer wrapped = ByteBuffer.wrap(envelope.wrappedKey());
        synchronized (cache) {
            ContentKey known = cache.get(wrapped);
            if (known != null) {
                return known;
            }
        }
        byte[] secret = unwrapper.unwrap(envelope.wrappedKey());
        if (secret.length != ContentKey.LENGTH) {
            throw new VerificationException("WRAPPED_KEY_INVALID", "wrapped content key of another length");
        }
        ContentKey fresh = new ContentKey(secret);
        synchronized (cache) {
            cache.put(wrapped, fresh);
        }
        return fresh;
    }

    private static byte[] decrypt(Envelope envelope, byte[] recordKey) throws VerificationException {
        try {
            return Sm4Gcm.decrypt(recordKey, envelope.iv(), envelope.additionalData(), envelope.ciphertext());
        } catch (InvalidCipherTextException e) {
            throw new VerificationException(
                    "CIPHERTEXT_INVALID", "envelope does not open: it was changed, or the key is another's");
        }
    }
}

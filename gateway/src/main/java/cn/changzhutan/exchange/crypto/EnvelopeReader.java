package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** Reads the one layout of {@link Envelope} strictly: what it accepts, written again, is the same bytes. Not thread-safe. */
final class EnvelopeReader {
    private static final Pattern KEK_ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private final byte[] bytes;
    private int at;

    private EnvelopeReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static Envelope read(byte[] bytes) throws VerificationException {
        if (bytes.length > Envelope.MAX_BYTES) {
            throw new VerificationException(
                    "ENVELOPE_TOO_LARGE", "envelope of more than " + Envelope.MAX_BYTES + " bytes");
        }
        return new EnvelopeReader(bytes).envelope();
    }

    private Envelope envelope() throws VerificationException {
        expect("{\"ciphertext\":\"");
        byte[] ciphertext = base64("ciphertext", Envelope.MAX_INSIDE + Sm4Gcm.TAG_LENGTH);
        expect("\",\"exchangeId\":\"");
        String exchangeId = text("exchangeId", 36);
        expect("\",\"from\":\"");
        String from = text("from", 32);
        expect("\",\"iv\":\"");
        byte[] iv = base64("iv", Sm4Gcm.IV_LENGTH);
        expect("\",\"kekId\":\"");
        String kekId = text("kekId", 64);
        expect("\",\"suite\":\"");
        String suite = text("suite", 64);
        expect("\",\"to\":\"");
        String to = text("to", 32);
        expect("\",\"version\":");
        String version = upTo(',', "version", 9);
        expect(",\"wrappedKey\":\"");
        byte[] wrappedKey = base64("wrappedKey", Envelope.MAX_WRAPPED_KEY);
        expect("\"}");
        if (at != bytes.length) {
            throw malformed("more behind its end");
        }
        if (!NUMBER.matcher(version).matches()) {
            throw malformed("version is no number");
        }
        if (!version.equals(Envelope.VERSION)) {
            throw new VerificationException("ENVELOPE_VERSION_UNKNOWN", "envelope of a version that is not known here");
        }
        if (!suite.equals(Envelope.SUITE)) {
            throw new VerificationException("ENVELOPE_SUITE_UNKNOWN", "envelope of a suite that is not known here");
        }
        if (iv.length != Sm4Gcm.IV_LENGTH || ciphertext.length < Sm4Gcm.TAG_LENGTH) {
            throw malformed("iv or ciphertext too short");
        }
        return new Envelope(header(exchangeId, from, to, kekId), wrappedKey, iv, ciphertext);
    }

    private static EnvelopeHeader header(String exchangeId, String from, String to, String kekId)
            throws VerificationException {
        if (!KEK_ID.matcher(kekId).matches()) {
            throw malformed("kekId has characters that no kekId has");
        }
        try {
            return new EnvelopeHeader(ExchangeId.parse(exchangeId), new City(from), new City(to), kekId);
        } catch (IllegalArgumentException e) {
            throw malformed("exchangeId, from or to is none");
        }
    }

    private void expect(String literal) throws VerificationException {
        for (int i = 0; i < literal.length(); i++) {
            if (at >= bytes.length || bytes[at++] != literal.charAt(i)) {
                throw malformed("byte " + at + " is not as version 1 has it");
            }
        }
    }

    private String text(String field, int maxLength) throws VerificationException {
        return upTo('"', field, maxLength);
    }

    private byte[] base64(String field, int maxBytes) throws VerificationException {
        int start = at;
        skipTo('"', field, Envelope.base64Length(maxBytes));
        byte[] encoded = Arrays.copyOfRange(bytes, start, at);
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            // The decoder lets padding and unused bits pass; here a value has one encoding.
            if (decoded.length <= maxBytes && Arrays.equals(Base64.getEncoder().encode(decoded), encoded)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(field + " is not base64");
        }
        throw malformed(field + " is too long or not strict base64");
    }

    private String upTo(char end, String field, int maxLength) throws VerificationException {
        int start = at;
        skipTo(end, field, maxLength);
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }

    private void skipTo(char end, String field, int maxLength) throws VerificationException {
        int start = at;
        while (at < bytes.length && bytes[at] != end) {
            at++;
        }
        if (at == bytes.length || at - start > maxLength) {
            throw malformed(field + " is too long or does not end");
        }
    }

    private static VerificationException malformed(String what) {
        return new VerificationException("ENVELOPE_MALFORMED", "envelope: " + what);
    }
}

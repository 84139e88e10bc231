package cn.changzhutan.exchange.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The one layout of an envelope, version 1: the canonical JSON (RFC 8785) of its nine fields, all of them ASCII without escapes.
 * Since names and order are fixed, it is written as bytes and read back by comparing, and no JSON library takes part.
 *
 * <pre>{"ciphertext":"…","exchangeId":"…","from":"…","iv":"…","kekId":"…","suite":"…","to":"…","version":1,"wrappedKey":"…"}</pre>
 *
 * @param header the fields in clear
 * @param wrappedKey the content key, encrypted to the receiver
 * @param iv 12 bytes
 * @param ciphertext ciphertext ‖ 16 bytes of tag
 */
record Envelope(EnvelopeHeader header, byte[] wrappedKey, byte[] iv, byte[] ciphertext) {
    static final String VERSION = "1";

    /** SM2 wraps the content key, HMAC-SM3 derives the record key, SM4-GCM encrypts. */
    static final String SUITE = "SM2-SM3-SM4-GCM";

    /** Longest content in bytes; the longest envelope follows from it. */
    static final int MAX_INSIDE = 4 << 20;

    static final int MAX_WRAPPED_KEY = 256;

    /** Length in bytes of the base64 of {@code MAX_INSIDE} and tag, and of everything else at its longest. */
    static final int MAX_BYTES = base64Length(MAX_INSIDE + Sm4Gcm.TAG_LENGTH) + 1024;

    static int base64Length(int bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /** The envelope as it travels and as its digest is taken. */
    byte[] toBytes() {
        byte[] head = ascii("{\"ciphertext\":\"");
        byte[] body = Base64.getEncoder().encode(ciphertext);
        byte[] tail = ascii("\",\"exchangeId\":\"" + header.exchangeId() + "\",\"from\":\"" + header.from()
                + "\",\"iv\":\"" + Base64.getEncoder().encodeToString(iv) + "\"," + keyFields());
        byte[] out = new byte[head.length + body.length + tail.length];
        System.arraycopy(head, 0, out, 0, head.length);
        System.arraycopy(body, 0, out, head.length, body.length);
        System.arraycopy(tail, 0, out, head.length + body.length, tail.length);
        return out;
    }

    /** What is authenticated besides the ciphertext: canonical JSON of all fields but iv and ciphertext. */
    byte[] additionalData() {
        return ascii(
                "{\"exchangeId\":\"" + header.exchangeId() + "\",\"from\":\"" + header.from() + "\"," + keyFields());
    }

    private String keyFields() {
        return "\"kekId\":\"" + header.kekId() + "\",\"suite\":\"" + SUITE + "\",\"to\":\"" + header.to()
                + "\",\"version\":" + VERSION + ",\"wrappedKey\":\""
                + Base64.getEncoder().encodeToString(wrappedKey)
                + "\"}";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

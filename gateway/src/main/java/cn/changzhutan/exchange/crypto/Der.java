package cn.changzhutan.exchange.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The little of DER (ITU-T X.690 §10) that SM2 needs: one short SEQUENCE of unsigned INTEGERs and OCTET STRINGs. Strict: one
 * encoding for a value, nothing behind the end, so that nobody can change a byte and keep the meaning. Not thread-safe.
 */
final class Der {
    /** The bytes are not strict DER of the expected shape. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private final byte[] bytes;
    private int at;

    /** Enters the sequence, which must be the whole of the bytes. */
    Der(byte[] bytes) throws MalformedException {
        this.bytes = bytes;
        if (header(SEQUENCE) != bytes.length - at) {
            throw new MalformedException("sequence and content differ in length");
        }
    }

    /** A number of 0 to {@code maxBytes} bytes without sign. */
    BigInteger unsigned(int maxBytes) throws MalformedException {
        byte[] content = content(INTEGER);
        boolean padded = content.length > 1 && content[0] == 0;
        if (content.length == 0
                || content[0] < 0
                || (padded && content[1] >= 0)
                || content.length - (padded ? 1 : 0) > maxBytes) {
            throw new MalformedException("integer out of range or not minimal");
        }
        return new BigInteger(content);
    }

    byte[] octets() throws MalformedException {
        return content(OCTET_STRING);
    }

    void end() throws MalformedException {
        if (at != bytes.length) {
            throw new MalformedException("more than expected");
        }
    }

    private byte[] content(int tag) throws MalformedException {
        int length = header(tag);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private int header(int tag) throws MalformedException {
        if (next() != tag) {
            throw new MalformedException("another element than expected");
        }
        int length = next();
        if (length == 0x81) {
            length = next();
            if (length < 0x80) {
                throw new MalformedException("length not minimal");
            }
        } else if (length >= 0x80) {
            throw new MalformedException("longer than 255 bytes");
        }
        if (length > bytes.length - at) {
            throw new MalformedException("ends too early");
        }
        return length;
    }

    private int next() throws MalformedException {
        if (at >= bytes.length) {
            throw new MalformedException("ends too early");
        }
        return bytes[at++] & 0xff;
    }

    static byte[] sequence(byte[]... elements) {
        return element(SEQUENCE, elements);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] octetString(byte[] content) {
        return element(OCTET_STRING, content);
    }

    private static byte[] element(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        if (length > 255) {
            throw new IllegalArgumentException("DER element (expected: at most 255 bytes)");
        }
        int header = length < 0x80 ? 2 : 3;
        byte[] out = new byte[header + length];
        out[0] = (byte) tag;
        out[1] = (byte) (length < 0x80 ? length : 0x81);
        out[header - 1] = (byte) length;
        int to = header;
        for (byte[] content : contents) {
            System.arraycopy(content, 0, out, to, content.length);
            to += content.length;
        }
        return out;
    }
}

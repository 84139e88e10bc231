package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The few things that the log's text formats have in common: lines ended by U+000A, decimals without sign and leading zeros, standard
 * base64 with its padding. Each has one spelling, so a parsed text written again is the same text.
 */
final class TextLines {
    private static final int MAX_DECIMAL = 19;

    private final String code;
    private final String text;
    private int at;

    /** @param code of the exception that is thrown for whatever is wrong */
    TextLines(String code, String text) {
        this.code = code;
        this.text = text;
    }

    static String decode(String code, byte[] utf8, int longest) throws VerificationException {
        if (utf8.length > longest) {
            throw new VerificationException(code, "longer than " + longest + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new VerificationException(code, "not UTF-8");
        }
    }

    /** The next line without its end. */
    String next() throws VerificationException {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            throw malformed("a line is missing or does not end");
        }
        String line = text.substring(at, end);
        at = end + 1;
        return line;
    }

    void next(String expected) throws VerificationException {
        if (!next().equals(expected)) {
            throw malformed("a line that should be: " + expected);
        }
    }

    /** The rest of the next line, which begins so. */
    String after(String prefix) throws VerificationException {
        String line = next();
        if (!line.startsWith(prefix)) {
            throw malformed("a line that should begin: " + prefix);
        }
        return line.substring(prefix.length());
    }

    /** All hashes up to the next empty line, which is read as well. */
    List<byte[]> hashes(int most) throws VerificationException {
        List<byte[]> hashes = new ArrayList<>();
        for (String line = next(); !line.isEmpty(); line = next()) {
            if (hashes.size() == most) {
                throw malformed("more than " + most + " hashes");
            }
            hashes.add(hash(line));
        }
        return hashes;
    }

    String rest() {
        return text.substring(at);
    }

    void end() throws VerificationException {
        if (at != text.length()) {
            throw malformed("something after the end");
        }
    }

    /** A count below 2^63. */
    long decimal(String digits) throws VerificationException {
        if (!isDecimal(digits)) {
            throw malformed("a number that is no plain decimal below 2^63");
        }
        return Long.parseLong(digits);
    }

    static boolean isDecimal(String digits) {
        int length = digits.length();
        if (length == 0 || length > MAX_DECIMAL || (length > 1 && digits.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return length < MAX_DECIMAL || digits.compareTo("9223372036854775807") <= 0;
    }

    byte[] hash(String base64) throws VerificationException {
        byte[] hash = base64(base64);
        if (hash.length != Merkle.HASH_LENGTH) {
            throw malformed("a hash that is not 32 bytes long");
        }
        return hash;
    }

    /** Java's decoder takes missing padding and loose last bits, so what it read is written again and compared. */
    byte[] base64(String base64) throws VerificationException {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw malformed("not base64");
        }
        throw malformed("base64 in another spelling than its one");
    }

    VerificationException malformed(String what) {
        return new VerificationException(code, what);
    }

    static void appendHashes(StringBuilder out, List<byte[]> hashes) {
        for (byte[] hash : hashes) {
            out.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
    }
}

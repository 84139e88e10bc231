package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes a leaf's canonical JSON straight from its fields; the callers name them in RFC 8785's order. */
final class LeafText {
    private static final int DIGEST_DIGITS = 64;

    private final StringBuilder out;

    LeafText(StringBuilder out) {
        this.out = out;
    }

    /** 64 lower-case hex digits. */
    static void digest(String what, String hex) {
        boolean good = hex.length() == DIGEST_DIGITS;
        for (int i = 0; good && i < DIGEST_DIGITS; i++) {
            char c = hex.charAt(i);
            good = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        if (!good) {
            throw new IllegalArgumentException(what + " (expected: 64 lower-case hex digits)");
        }
    }

    /** Printable ASCII without the two characters that JSON would escape. */
    static void token(String what, String text, int longest) {
        boolean good = !text.isEmpty() && text.length() <= longest;
        for (int i = 0; good && i < text.length(); i++) {
            char c = text.charAt(i);
            good = c > ' ' && c < 0x7F && c != '"' && c != '\\';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    what + " (expected: 1 to " + longest + " printable ASCII characters without space, \" and \\)");
        }
    }

    /** As {@code uuuu-MM-dd'T'HH:mm:ss.SSS'Z'}; written out because a formatter takes ten times as long, and every leaf has a time. */
    static String time(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > 9999) {
            throw new DateTimeException("year (expected: 0000 to 9999)");
        }
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 0, 4, utc.getYear());
        digits(text, 5, 2, utc.getMonthValue());
        digits(text, 8, 2, utc.getDayOfMonth());
        digits(text, 11, 2, utc.getHour());
        digits(text, 14, 2, utc.getMinute());
        digits(text, 17, 2, utc.getSecond());
        digits(text, 20, 3, utc.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int from, int count, int value) {
        int left = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    LeafText object(Consumer<LeafText> fields) {
        out.append('{');
        fields.accept(this);
        out.append('}');
        return this;
    }

    void object(String name, Consumer<LeafText> fields) {
        name(name);
        object(fields);
    }

    void number(String name, int value) {
        name(name);
        out.append(value);
    }

    void text(String name, String value) {
        name(name);
        CanonicalJson.writeString(value, out);
    }

    /** Absent fields are left out; null is never written. */
    void text(String name, Optional<?> value) {
        if (value.isPresent()) {
            text(name, value.get().toString());
        }
    }

    void texts(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        name(name);
        char before = '[';
        for (String value : values) {
            out.append(before);
            CanonicalJson.writeString(value, out);
            before = ',';
        }
        out.append(']');
    }

    private void name(String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        out.append('"').append(name).append("\":");
    }
}

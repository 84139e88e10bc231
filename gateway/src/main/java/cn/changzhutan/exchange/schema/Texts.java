package cn.changzhutan.exchange.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Texts as people and old systems write them, made plain. Pure functions. */
final class Texts {
    private static final Set<String> BLANKS = Set.of("", "-", "--", "—", "——", "/", "无", "无。", "NULL", "null");

    private Texts() {}

    /** Full-width forms U+FF01 to U+FF5E and the ideographic space become their ASCII twins; surrounding white space goes. */
    static String halfWidth(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '\uFF01' && c <= '\uFF5E') {
                plain.append((char) (c - 0xFEE0));
            } else {
                plain.append(c == '\u3000' || c == '\u00A0' ? ' ' : c);
            }
        }
        return plain.toString().strip();
    }

    /** True for what stands for "nothing": empty, spaces, a dash, 无. */
    static boolean isBlank(String text) {
        return BLANKS.contains(halfWidth(text));
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** Half-width, upper case, 15 digits brought to 18; whether it is right is for the schema to say. */
    static String citizenId(String text) {
        String plain = upper(halfWidth(text));
        Optional<String> from15 = plain.length() == 15 ? CheckDigits.citizenIdFrom15(plain) : Optional.empty();
        return from15.orElse(plain);
    }

    /** First six and last four of 18, eight asterisks between. */
    static String maskedCitizenId(String id) {
        if (id.length() != 18) {
            throw new IllegalArgumentException("expected: 18 characters");
        }
        return id.substring(0, 6) + "********" + id.substring(14);
    }

    /** 1 if the 17th digit is odd, else 2, as codes of GB/T 2261.1. */
    static String sexOfCitizenId(String id) {
        if (id.length() != 18) {
            throw new IllegalArgumentException("expected: 18 characters");
        }
        return id.charAt(16) % 2 == 1 ? "1" : "2";
    }

    static String birthDateOfCitizenId(String id) {
        return CheckDigits.birthDate(id)
                .orElseThrow(() -> new IllegalArgumentException("expected: an id with a date of the calendar"))
                .toString();
    }
}

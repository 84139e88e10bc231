package cn.changzhutan.exchange.local;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The one person whom the simulated back offices do not know: a citizen id with the sequence number 887 (a man) or 888 (a woman).
 * A record about them is returned. Ids are ASCII in every format and charset that the cities speak, so bytes are looked at as
 * Latin-1, whatever they are.
 */
final class UnknownPerson {
    /** What the back office answers. */
    static final String CODE = "PERSON_NOT_FOUND";

    static final String TEXT = "本市查无此人,请核对公民身份号码后重新发送。";

    private static final Charset BYTES = StandardCharsets.ISO_8859_1;
    private static final Pattern ID = Pattern.compile("(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private UnknownPerson() {}

    static boolean isIn(byte[] content) {
        return ID.matcher(new String(content, BYTES))
                .results()
                .anyMatch(id -> id.group().startsWith("887", 14) || id.group().startsWith("888", 14));
    }

    /** Whether there is a citizen id to change. */
    static boolean fits(byte[] content) {
        return firstId(new String(content, BYTES)).isPresent();
    }

    /** The same record about the unknown person: birth date and sex stay as they are. */
    static byte[] putInto(byte[] content) {
        return replaceFirstId(content, id -> {
            String seventeen = id.substring(0, 14) + (id.charAt(16) % 2 == 1 ? "887" : "888");
            return seventeen + checkDigit(seventeen);
        });
    }

    /** The same record with a wrong check digit in the first citizen id. */
    static byte[] breakId(byte[] content) {
        return replaceFirstId(content, id -> id.substring(0, 17) + (id.charAt(17) == '0' ? '1' : '0'));
    }

    /** GB 11643: ISO 7064 MOD 11-2. */
    static char checkDigit(String seventeen) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (seventeen.charAt(i) - '0') * WEIGHTS[i];
        }
        return "10X98765432".charAt(sum % 11);
    }

    private static byte[] replaceFirstId(byte[] content, UnaryOperator<String> change) {
        String text = new String(content, BYTES);
        String id = firstId(text).orElseThrow(() -> new IllegalArgumentException("no citizen id in the sample"));
        return text.replace(id, change.apply(id)).getBytes(BYTES);
    }

    private static Optional<String> firstId(String text) {
        return ID.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(UnknownPerson::isValid)
                .findFirst();
    }

    private static boolean isValid(String id) {
        return checkDigit(id.substring(0, 17)) == Character.toUpperCase(id.charAt(17));
    }
}

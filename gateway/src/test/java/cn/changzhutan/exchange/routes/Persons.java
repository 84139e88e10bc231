package cn.changzhutan.exchange.routes;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts another person into a sample: the sequence number of the first citizen id, its check digit (GB 11643) with it. */
final class Persons {
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;
    private static final Pattern ID = Pattern.compile("(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private Persons() {}

    /** @param number of the person; there are 400 of each sex */
    static byte[] put(byte[] content, int number) {
        String text = new String(content, BYTES);
        Matcher ids = ID.matcher(text);
        while (ids.find()) {
            String id = ids.group();
            if (check(id.substring(0, 17)) == id.charAt(17)) {
                int sequence = 2 * (number % 400) + (id.charAt(16) - '0') % 2;
                String other = id.substring(0, 14) + String.format("%03d", sequence);
                return text.replace(id, other + check(other)).getBytes(BYTES);
            }
        }
        return content;
    }

    private static char check(String seventeen) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (seventeen.charAt(i) - '0') * WEIGHTS[i];
        }
        return "10X98765432".charAt(sum % 11);
    }
}

package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;

/**
 * A city asks another for the proof that its log continues what the asker knows of it. Text of four lines: the format, the origin,
 * the asker, the size.
 *
 * @param origin of the log that is asked
 * @param asker who wants to know; not authenticated, so the answer must be for all to read
 * @param knownSize the size of the last checkpoint that the asker has verified, from 0
 */
public record ConsistencyAsk(String origin, City asker, long knownSize) {
    private static final String MALFORMED = "CONSISTENCY_ASK_MALFORMED";
    private static final String FIRST_LINE = "changzhutan/consistency-ask@v1";
    private static final int MAX_BYTES = 1024;

    /** @throws IllegalArgumentException if the origin is no key name or the size is negative */
    public ConsistencyAsk {
        NoteKey.requireName(origin);
        if (knownSize < 0) {
            throw new IllegalArgumentException("known size " + knownSize + " (expected: at least 0)");
        }
    }

    public byte[] encode() {
        return (FIRST_LINE + "\n" + origin + "\n" + asker + "\n" + knownSize + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws VerificationException {@code CONSISTENCY_ASK_MALFORMED} */
    public static ConsistencyAsk decode(byte[] bytes) throws VerificationException {
        TextLines lines = new TextLines(MALFORMED, TextLines.decode(MALFORMED, bytes, MAX_BYTES));
        lines.next(FIRST_LINE);
        String origin = lines.next();
        String asker = lines.next();
        long knownSize = lines.decimal(lines.next());
        lines.end();
        try {
            return new ConsistencyAsk(origin, new City(asker), knownSize);
        } catch (IllegalArgumentException e) {
            throw lines.malformed("no origin or no city");
        }
    }
}

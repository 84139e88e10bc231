package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.store.IndexFilter.Position;
import cn.changzhutan.exchange.store.IndexStore.Entry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The place after which the next page begins, as a text that callers hand back unread. It stays valid for ever. */
final class Cursor {
    private Cursor() {}

    /** @throws QueryException if it is none */
    static Optional<Position> parse(String after) {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.US_ASCII);
            String[] parts = text.split("/", -1);
            if (parts.length == 3 && parts[0].equals("e")) {
                return Optional.of(new Position(
                        TermsReader.inRange(Instant.ofEpochMilli(Long.parseLong(parts[1]))), Long.parseLong(parts[2])));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw none();
        }
        throw none();
    }

    static String of(Entry last) {
        String text = "e/" + last.at().toEpochMilli() + "/" + last.leafIndex();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static QueryException none() {
        return new QueryException("/after", "the next of an earlier page", "上一页返回的 next");
    }
}

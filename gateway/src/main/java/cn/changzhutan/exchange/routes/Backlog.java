package cn.changzhutan.exchange.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many messages of other cities lie at the broker and are not handled yet, leg by leg. Thread-safe. */
final class Backlog {
    /** Of all legs; about what one second takes. */
    static final long BEHIND = 2_000;

    private final Map<String, Long> byLeg = new ConcurrentHashMap<>();

    void set(String leg, long messages) {
        byLeg.put(leg, messages);
    }

    /** Whether this gateway cannot follow what is sent to it. */
    boolean isBehind() {
        return byLeg.values().stream().mapToLong(Long::longValue).sum() > BEHIND;
    }
}

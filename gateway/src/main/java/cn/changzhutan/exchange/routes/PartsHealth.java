package cn.changzhutan.exchange.routes;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which connectors do not work just now, for the readiness page. Thread-safe. */
public final class PartsHealth {
    private final Map<String, String> down = new ConcurrentHashMap<>();

    void up(String part) {
        down.remove(part);
    }

    void down(String part, String reason) {
        down.put(part, reason);
    }

    /** Part to a short reason without personal data; empty if everything works. A snapshot. */
    public SortedMap<String, String> down() {
        return new TreeMap<>(down);
    }
}

package cn.changzhutan.exchange.routes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which connectors do not work just now, for the readiness page. Thread-safe. */
public final class PartsHealth {
    private static final List<String> BROKER_PARTS = Stream.concat(
                    Stream.of(TopicSetup.PART, KafkaPublisher.PART),
                    Stream.of(InboundRoutes.Leg.values()).map(InboundRoutes.Leg::id))
            .toList();

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

    /** Empty if the broker and all that depends on it work, else one short word for what does not. */
    public Optional<String> brokerTrouble() {
        return BROKER_PARTS.stream()
                .filter(down::containsKey)
                .map(part -> part.toUpperCase(Locale.ROOT) + "_" + down.get(part))
                .findFirst();
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.Openings;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What was sealed or received a moment ago, in memory only, so that what is done with it next (delivery, its closing leaf, the search
 * index) need not decrypt and parse it again. What is not here is in the database, encrypted. Thread-safe.
 *
 * @param <K> must name one content and no other: another city may use an exchange id twice, so its contents go by the hash of the
 *     leaf that commits to them
 */
public final class RecentContents<K> {
    /**
     * @param accepted the sender's leaf
     * @param place where that leaf stands; null for what was sent, as {@code record} is
     * @param record not to be changed
     * @param system that receives it here; "" for what was sent
     * @param amount null where there is none
     */
    public record Content(
            Leaf accepted, Counterpart place, JsonNode record, Openings openings, String system, BigDecimal amount) {
        @Override
        public String toString() {
            return "Content[" + accepted.exchange() + "]";
        }
    }

    private final Map<K, Content> contents;

    /** @param capacity exchanges that are kept: about 10 KiB each */
    RecentContents(int capacity) {
        contents = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Content> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized void put(K key, Content content) {
        contents.put(key, content);
    }

    public synchronized Optional<Content> of(K key) {
        return Optional.ofNullable(contents.get(key));
    }

    /** Erased exchanges. */
    synchronized void forget(Collection<UUID> exchanges) {
        contents.values()
                .removeIf(content -> exchanges.contains(
                        content.accepted().exchange().orElseThrow().value()));
    }
}

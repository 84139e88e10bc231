package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.PeerStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which records have to wait because an earlier one of their ordering key waits for its checkpoint. Earlier is what stands before it in
 * the sender's log: so a record that is published again under a checkpoint that is known does not wait for itself. Not thread-safe.
 */
final class HeldOrder {
    private record Key(String topic, ByteBuffer key) {}

    private record Place(Key key, long leafIndex) {}

    private final Instant patience;
    private final Map<Key, Long> earliest = new HashMap<>();
    private final Map<Place, Instant> firstHeld = new HashMap<>();

    /** @param patience nothing has to wait behind what is held since then or longer */
    HeldOrder(Instant patience) {
        this.patience = patience;
    }

    /** What stands behind this one has to wait. */
    void add(PeerStore.Message message, long leafIndex, Instant since) {
        Key key = key(message);
        Instant first =
                firstHeld.merge(new Place(key, leafIndex), since, (one, other) -> one.isBefore(other) ? one : other);
        if (first.isAfter(patience)) {
            earliest.merge(key, leafIndex, Math::min);
        }
    }

    boolean isBehind(PeerStore.Message message, long leafIndex) {
        Long first = earliest.get(key(message));
        return first != null && first < leafIndex;
    }

    boolean isEmpty() {
        return earliest.isEmpty();
    }

    private static Key key(PeerStore.Message message) {
        return new Key(message.topic(), ByteBuffer.wrap(message.key() == null ? new byte[0] : message.key()));
    }
}

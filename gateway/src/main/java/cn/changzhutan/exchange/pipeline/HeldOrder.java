package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.PeerStore;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Which records have to wait because an earlier one of their ordering key waits for its checkpoint. Earlier is what stands before it in
 * the sender's log: so a record that is published again under a checkpoint that is known does not wait for itself. Not thread-safe.
 */
final class HeldOrder {
    private record Key(String topic, ByteBuffer key) {}

    private final Map<Key, Long> earliest = new HashMap<>();

    /** What stands behind this one has to wait. */
    void add(InboundPipeline.Held held) {
        earliest.merge(key(held.message()), held.leafIndex(), Math::min);
    }

    boolean isBehind(Reception reception) {
        Long first = earliest.get(key(reception.message()));
        return first != null && first < reception.counterpart().index();
    }

    private static Key key(PeerStore.Message message) {
        return new Key(message.topic(), ByteBuffer.wrap(message.key() == null ? new byte[0] : message.key()));
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checkpoints of other cities that came after a larger one was witnessed, and wait for the rest of their chain. Lost with the process:
 * what was proved under them is published again. Thread-safe.
 */
final class Overtaken {
    private static final int MOST = 4096;

    /** @param message verified but for its link to what is known */
    record Waiting(Checkpoint checkpoint, CheckpointMessage message) {}

    private record Place(String origin, long size) {}

    private final Map<Place, Waiting> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Waiting> eldest) {
            return size() > MOST;
        }
    };

    synchronized void put(Checkpoint checkpoint, CheckpointMessage message) {
        entries.put(new Place(checkpoint.origin(), checkpoint.size()), new Waiting(checkpoint, message));
    }

    /** Null if none of that size waits. */
    synchronized Waiting take(String origin, long size) {
        return entries.remove(new Place(origin, size));
    }
}

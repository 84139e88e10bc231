package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Checkpoints of other cities whose signatures hold and whose link to what is known has not come: a larger one was witnessed first, the
 * publisher was killed between sending and remembering what it had sent, or a message was proved under one that never came. Lost with
 * the process: who still holds a message brings its checkpoint here again. Thread-safe.
 */
final class Overtaken {
    private static final int MOST = 4096;
    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(10);

    /** @param message verified but for its link to what is known */
    record Waiting(Checkpoint checkpoint, CheckpointMessage message) {}

    private record Place(String origin, long size) {}

    private static final class Links {
        private final Map<Long, Waiting> byLink = new LinkedHashMap<>();
        private long askedAt;
        private boolean asked;
    }

    private final Map<Place, Links> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Links> eldest) {
            return size() > MOST;
        }
    };

    synchronized void put(Checkpoint checkpoint, CheckpointMessage message) {
        entry(checkpoint).byLink.putIfAbsent(message.fromSize(), new Waiting(checkpoint, message));
    }

    /** A message is held under this checkpoint. @return whether a link to it is to be asked for: once in a while */
    synchronized boolean expect(Checkpoint checkpoint, String note) {
        Links entry = entry(checkpoint);
        if (entry.byLink.isEmpty()) {
            entry.byLink.put(0L, new Waiting(checkpoint, new CheckpointMessage(0, List.of(), note)));
        }
        long now = System.nanoTime();
        if (entry.asked && now - entry.askedAt < ASK_AGAIN) {
            return false;
        }
        entry.asked = true;
        entry.askedAt = now;
        return true;
    }

    private Links entry(Checkpoint checkpoint) {
        return entries.computeIfAbsent(new Place(checkpoint.origin(), checkpoint.size()), place -> new Links());
    }

    /** All of that size, which wait no more; each brings another link. */
    synchronized List<Waiting> take(String origin, long size) {
        Links entry = entries.remove(new Place(origin, size));
        return entry == null ? List.of() : new ArrayList<>(entry.byLink.values());
    }
}

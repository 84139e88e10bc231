package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.InboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Where the open records of a system begin: the index still has what was closed until the database is vacuumed, and every look would
 * pass it again. Records come in order of the log and never open again, so what was found once stays true. Thread-safe.
 */
final class InboxFloor {
    private final LongSupplier committed;
    private final Map<String, Long> floors = new ConcurrentHashMap<>();

    /** @param committed a size of the log that is committed */
    InboxFloor(LongSupplier committed) {
        this.committed = committed;
    }

    /** No open record of the system stands below this log index. */
    long of(Connection c, String system) throws SQLException {
        long from = floors.getOrDefault(system, 0L);
        // Read before the question: whatever is received later stands behind it.
        long size = Math.max(from, committed.getAsLong());
        long floor = InboxStore.oldestOpen(c, system, from).orElse(size);
        floors.merge(system, floor, Math::max);
        return floor;
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ExchangeStore;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what may lie here sealed and not receipted for one other city, so that a city that is away for long cannot fill the disk for
 * the others. Looks at the database once a second at most, so the bound may be passed by one second's records. Thread-safe.
 */
final class DestinationLimit {
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Database database;
    private final long bytes;
    private Map<String, Long> open = Map.of();
    private SQLException failure;
    private long lookedAt = System.nanoTime() - LOOK_EVERY;

    /** @param bytes of envelopes, for each destination */
    DestinationLimit(Database database, long bytes) {
        this.database = database;
        this.bytes = bytes;
    }

    /** @throws OverCapacityException if one of the cities has no room; nothing is to be taken then */
    void require(Collection<City> destinations) {
        Map<String, Long> now = look();
        for (City city : destinations) {
            if (now.getOrDefault(city.name(), 0L) >= bytes) {
                throw new OverCapacityException(bytes + " bytes wait for " + city);
            }
        }
    }

    private synchronized Map<String, Long> look() {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_EVERY) {
            try {
                open = database.transaction(ExchangeStore::openBytes);
                failure = null;
            } catch (SQLException e) {
                failure = e;
            }
            // Whoever waited for a look that failed fails with it, instead of waiting for one of its own.
            lookedAt = System.nanoTime();
        }
        if (failure != null) {
            throw new LogUnavailableException("the database cannot be read", failure);
        }
        return open;
    }
}

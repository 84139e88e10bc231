package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.OutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which published exchanges without a receipt are to be published again: first after a set time, then after twice that, up to ten
 * times it. Holds its state in memory only: after a restart the first waiting time begins anew. For one thread.
 */
final class Republishing {
    private static final int LONGEST = 10;

    private record Next(Instant at, Duration pause) {}

    private final Duration after;
    private final Clock clock;
    private final Map<UUID, Next> waiting = new HashMap<>();
    private final Instant started;
    private Instant looked;
    private Instant lookAgain;
    private long from;

    /** @param after how long a receipt may take before the exchange is published again */
    Republishing(Duration after, Clock clock) {
        this.after = after;
        this.clock = clock;
        this.started = clock.instant();
        this.looked = started;
        this.lookAgain = started.plus(after);
    }

    /** Messages of open exchanges below the cursor whose time has come, oldest first, at most {@code limit}. */
    List<OutboxStore.Message> due(Connection c, long cursor, int limit) throws SQLException {
        Instant now = clock.instant();
        List<OutboxStore.Message> due = new ArrayList<>();
        if (now.plus(after).isBefore(looked)) {
            // The clock was set back: what waits would wait for as long again.
            waiting.clear();
            lookAgain = now;
            from = 0;
        }
        looked = now;
        if (now.isBefore(lookAgain)) {
            return due;
        }
        List<ExchangeStore.Row> open =
                ExchangeStore.openBefore(c, cursor, now.minus(after), now.plus(after), from, limit);
        List<Long> leaves = new ArrayList<>();
        for (ExchangeStore.Row row : open) {
            Next next = waiting.get(row.id());
            if (next == null || !next.at().isAfter(now)) {
                leaves.add(row.leafIndex());
                Duration wait =
                        next == null ? after.multipliedBy(2) : next.pause().multipliedBy(2);
                Duration longest = after.multipliedBy(LONGEST);
                Duration bounded = wait.compareTo(longest) > 0 ? longest : wait;
                waiting.put(row.id(), new Next(now.plus(bounded), bounded));
            }
        }
        if (!leaves.isEmpty()) {
            due.addAll(OutboxStore.ofLeaves(c, leaves));
        }
        boolean all = open.size() < limit;
        from = all ? 0 : open.get(open.size() - 1).leafIndex() + 1;
        if (all) {
            // One round over everything open is done: forget what was closed since, and rest.
            waiting.values().removeIf(next -> next.at().isBefore(now.minus(after.multipliedBy(LONGEST))));
            lookAgain = now.plus(after.dividedBy(2));
        }
        return due;
    }
}

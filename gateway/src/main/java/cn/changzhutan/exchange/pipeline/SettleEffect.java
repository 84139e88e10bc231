package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.TallyStore.Count;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Appends RECEIPT for exchanges that are open and closes them. A repeated receipt, or one for another city's exchange, does nothing. */
final class SettleEffect implements Effect<Settlement> {
    private final Leaves leaves;
    private final Clock clock;
    private final Set<String> senders = new HashSet<>();

    SettleEffect(Leaves leaves, Clock clock) {
        this.leaves = leaves;
        this.clock = clock;
    }

    @Override
    public List<List<NewLeaf>> admit(Connection c, List<Settlement> items) throws SQLException {
        senders.clear();
        Map<UUID, ExchangeStore.Row> open = new HashMap<>();
        for (ExchangeStore.Row row : ExchangeStore.byIds(
                c, items.stream().map(item -> item.id().value()).toList())) {
            if (row.state().equals("OPEN")) {
                open.put(row.id(), row);
            }
        }
        Instant now = clock.instant();
        List<List<NewLeaf>> appended = new ArrayList<>(items.size());
        for (Settlement item : items) {
            ExchangeStore.Row row = open.get(item.id().value());
            if (row == null || !row.toCity().equals(item.receiver().name())) {
                appended.add(List.of());
            } else {
                open.remove(row.id());
                senders.add(row.system());
                appended.add(List.of(leaves.receipt(item, now)));
            }
        }
        return appended;
    }

    @Override
    public void store(Connection c, List<Settlement> items, long[] first, GroupSide side) throws SQLException {
        List<ExchangeStore.Closing> closings = new ArrayList<>();
        Instant now = clock.instant();
        for (int i = 0; i < first.length; i++) {
            if (first[i] < 0) {
                continue;
            }
            Settlement item = items.get(i);
            closings.add(new ExchangeStore.Closing(
                    item.id().value(),
                    item.isReturn() ? "RETURNED" : "DELIVERED",
                    first[i],
                    now,
                    item.returnCode(),
                    item.isReturn() ? item.slip() : null,
                    item.slipKey(),
                    item.leafBytes(),
                    item.leafPath()));
            side.count(
                    Direction.OUT,
                    item.receiver(),
                    item.leaf().type().orElseThrow(),
                    item.isReturn() ? Count.RETURNED : Count.DELIVERED);
        }
        if (!closings.isEmpty()) {
            ExchangeStore.close(c, closings);
        }
        senders.forEach(system -> side.tell(OfficeNews.Kind.OUTCOMES, system));
    }
}

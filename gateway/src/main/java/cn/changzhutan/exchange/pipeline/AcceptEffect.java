package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.TallyStore.Count;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends ACCEPTED or REFUSED. A message id that stands in the log already, or earlier in the group, appends nothing: the caller
 * gets the first answer again. One submission's exchanges are appended together or not at all.
 */
final class AcceptEffect implements Effect<Acceptance> {
    private record MessageKey(String system, String messageId) {
        static MessageKey of(Submission submission) {
            return new MessageKey(submission.system().value(), submission.messageId());
        }
    }

    private final City self;

    AcceptEffect(City self) {
        this.self = self;
    }

    @Override
    public boolean isIntake() {
        return true;
    }

    @Override
    public List<List<NewLeaf>> admit(Connection c, List<Acceptance> items) throws SQLException {
        Map<MessageKey, List<ExchangeStore.Row>> stored = stored(c, items);
        Map<MessageKey, Acceptance> seen = new HashMap<>();
        List<List<NewLeaf>> leaves = new ArrayList<>(items.size());
        for (Acceptance item : items) {
            if (item.refusal() != null) {
                leaves.add(List.of(item.refusedLeaf()));
                continue;
            }
            MessageKey key = MessageKey.of(item.submission());
            List<ExchangeStore.Row> earlier = stored.get(key);
            Acceptance twin = seen.putIfAbsent(key, item);
            if (earlier != null) {
                item.foundEarlier(earlier);
                leaves.add(List.of());
            } else if (twin != null) {
                item.foundTwin(twin);
                leaves.add(List.of());
            } else {
                leaves.add(item.sealed().stream().map(Acceptance.Sealed::leaf).toList());
            }
        }
        return leaves;
    }

    private static Map<MessageKey, List<ExchangeStore.Row>> stored(Connection c, List<Acceptance> items)
            throws SQLException {
        List<String> systems = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Acceptance item : items) {
            if (item.refusal() == null) {
                systems.add(item.submission().system().value());
                ids.add(item.submission().messageId());
            }
        }
        Map<MessageKey, List<ExchangeStore.Row>> stored = new HashMap<>();
        if (!ids.isEmpty()) {
            for (ExchangeStore.Row row : ExchangeStore.byMessage(c, systems, ids)) {
                stored.computeIfAbsent(new MessageKey(row.system(), row.messageId()), key -> new ArrayList<>())
                        .add(row);
            }
        }
        return stored;
    }

    @Override
    public void store(Connection c, List<Acceptance> items, long[] first, GroupSide side) throws SQLException {
        List<ExchangeStore.Row> rows = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            Acceptance item = items.get(i);
            if (first[i] < 0) {
                continue;
            }
            Submission submission = item.submission();
            if (item.refusal() != null) {
                submission.to().forEach(to -> side.count(Direction.OUT, to, submission.type(), Count.REFUSED));
                continue;
            }
            long index = first[i];
            for (Acceptance.Sealed sealed : item.sealed()) {
                rows.add(row(item, sealed, index));
                side.send(index, Topics.records(self, sealed.to()), sealed.orderingKey(), sealed.envelope());
                side.count(Direction.OUT, sealed.to(), submission.type(), Count.ACCEPTED);
                index++;
            }
        }
        ExchangeStore.insert(c, rows);
    }

    private static ExchangeStore.Row row(Acceptance item, Acceptance.Sealed sealed, long index) {
        Submission submission = item.submission();
        return new ExchangeStore.Row(
                sealed.id().value(),
                index,
                sealed.to().name(),
                submission.type().kind(),
                submission.type().type(),
                submission.system().value(),
                submission.messageId(),
                item.contentDigest(),
                sealed.at(),
                sealed.envelope().length,
                sealed.wrappedKey(),
                sealed.amount().orElse(null),
                "OPEN",
                null,
                null,
                null,
                null,
                null);
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.pipeline.BackOffice.Effect;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.TallyStore.Count;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.nio.charset.StandardCharsets;
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

/** Appends DELIVERED or RETURNED for received records that are open, and queues the receipt for the sender. */
final class CloseEffect implements cn.changzhutan.exchange.pipeline.Effect<Closure> {
    private record Closed(InboxStore.Row row, byte[] slip, Instant at) {}

    private final City self;
    private final Leaves leaves;
    private final EnvelopeSealer sealer;
    private final ReceivedContents contents;
    private final Clock clock;
    private final Map<UUID, Closed> closing = new HashMap<>();

    CloseEffect(City self, Leaves leaves, EnvelopeSealer sealer, ReceivedContents contents, Clock clock) {
        this.self = self;
        this.leaves = leaves;
        this.sealer = sealer;
        this.contents = contents;
        this.clock = clock;
    }

    @Override
    public List<List<NewLeaf>> admit(Connection c, List<Closure> items) throws SQLException {
        closing.clear();
        Map<UUID, InboxStore.Row> rows = InboxStore.byIds(
                c, items.stream().map(item -> item.id().value()).toList());
        Map<Long, ReceivedContents.Content> behind = contents.of(c, rows.values());
        Map<UUID, String> decided = new HashMap<>();
        List<List<NewLeaf>> appended = new ArrayList<>(items.size());
        for (Closure item : items) {
            InboxStore.Row row = rows.get(item.id().value());
            if (row == null
                    || (item.system() != null
                            && !row.system().equals(item.system().value()))) {
                item.had(Effect.UNKNOWN);
                appended.add(List.of());
                continue;
            }
            String state = decided.getOrDefault(row.id(), row.state());
            if (!state.equals("OPEN")) {
                item.had(state.equals(item.state()) ? Effect.ALREADY : Effect.CONFLICT);
                appended.add(List.of());
                continue;
            }
            item.had(Effect.DONE);
            decided.put(row.id(), item.state());
            appended.add(List.of(leaf(item, row, behind.get(row.receivedIndex()))));
        }
        return appended;
    }

    private NewLeaf leaf(Closure item, InboxStore.Row row, ReceivedContents.Content content) throws SQLException {
        Instant now = clock.instant();
        try {
            Leaf accepted = content.accepted();
            Counterpart counterpart = content.place();
            if (item.reason().isEmpty()) {
                closing.put(row.id(), new Closed(row, new byte[0], now));
                return leaves.delivered(accepted, counterpart, now);
            }
            ReturnReason reason = item.reason().get();
            byte[] slip = ReturnSlip.seal(sealer, item.id(), self, new City(row.fromCity()), reason);
            closing.put(row.id(), new Closed(row, slip, now));
            return leaves.returned(accepted, counterpart, reason.code(), slip, now);
        } catch (VerificationException e) {
            throw new SQLException("inbox: a stored leaf cannot be read", e);
        }
    }

    @Override
    public void store(Connection c, List<Closure> items, long[] first, GroupSide side) throws SQLException {
        List<InboxStore.Closing> closings = new ArrayList<>();
        Set<UUID> done = new HashSet<>();
        for (int i = 0; i < first.length; i++) {
            Closure item = items.get(i);
            if (first[i] < 0 || !done.add(item.id().value())) {
                continue;
            }
            Closed closed = closing.get(item.id().value());
            InboxStore.Row row = closed.row();
            closings.add(new InboxStore.Closing(
                    row.id(),
                    item.state(),
                    first[i],
                    closed.at(),
                    item.reason().map(ReturnReason::code).orElse(null)));
            City sender = new City(row.fromCity());
            side.send(
                    first[i],
                    Topics.receipts(self, sender),
                    row.id().toString().getBytes(StandardCharsets.US_ASCII),
                    closed.slip());
            Count what = item.reason().isPresent() ? Count.RETURNED : Count.DELIVERED;
            side.count(Direction.IN, sender, new RecordType(row.kind(), row.type()), what);
            side.tell(OfficeNews.Kind.INBOX, row.system()); // the next of its ordering key
        }
        if (!closings.isEmpty()) {
            InboxStore.close(c, closings);
        }
        closing.clear();
    }
}

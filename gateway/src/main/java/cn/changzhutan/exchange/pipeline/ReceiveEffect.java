package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.PeerStore;
import cn.changzhutan.exchange.store.ReceivedStore;
import cn.changzhutan.exchange.store.TallyStore.Count;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Appends RECEIVED and puts the record into the inbox; RETURNED as well where it cannot be accepted. A repeat appends nothing and
 * has its receipt sent again; the same id with another leaf is quarantined.
 */
final class ReceiveEffect implements Effect<Reception> {
    /** A newer revision of the same thing was received before: a removal wins over a late listing. */
    static final ReturnReason SUPERSEDED = new ReturnReason("SUPERSEDED", "已收到更新的版本 / a newer revision was received");

    private enum Fate {
        NEW,
        RETURNED,
        REPEAT,
        QUARANTINED
    }

    private record Judged(Fate fate, ReturnReason reason, byte[] slip, Instant at) {}

    private final City self;
    private final Leaves leaves;
    private final EnvelopeSealer sealer;
    private final Clock clock;
    private final Consumer<UUID> repeatReceipt;
    private final Map<Reception, Judged> judged = new IdentityHashMap<>();

    /** @param repeatReceipt told of every repeat whose exchange is closed already */
    ReceiveEffect(City self, Leaves leaves, EnvelopeSealer sealer, Clock clock, Consumer<UUID> repeatReceipt) {
        this.self = self;
        this.leaves = leaves;
        this.sealer = sealer;
        this.clock = clock;
        this.repeatReceipt = repeatReceipt;
    }

    @Override
    public List<List<NewLeaf>> admit(Connection c, List<Reception> items) throws SQLException {
        judged.clear();
        Map<UUID, InboxStore.Row> stored = InboxStore.byIds(
                c, items.stream().map(item -> item.id().value()).toList());
        Map<ExchangeId, Reception> seen = new HashMap<>();
        Map<ByteBuffer, Long> revisions = InboxStore.highestRevisions(
                c,
                items.stream()
                        .filter(item -> item.revision() != null)
                        .map(item -> ByteBuffer.wrap(item.orderingKey()))
                        .collect(Collectors.toSet()));
        List<List<NewLeaf>> appended = new ArrayList<>(items.size());
        for (Reception item : items) {
            Reception twin = seen.putIfAbsent(item.id(), item);
            InboxStore.Row row = stored.get(item.id().value());
            Judged judgement = judge(item, row, twin, revisions);
            judged.put(item, judgement);
            appended.add(
                    switch (judgement.fate()) {
                        case REPEAT -> List.of();
                        case QUARANTINED -> List.of(leaves.quarantined(item, judgement.at()));
                        case NEW -> List.of(leaves.received(item, judgement.at()));
                        case RETURNED ->
                            List.of(
                                    leaves.received(item, judgement.at()),
                                    leaves.returned(
                                            item.leaf(),
                                            item.counterpart(),
                                            judgement.reason().code(),
                                            judgement.slip(),
                                            judgement.at()));
                    });
        }
        return appended;
    }

    private Judged judge(Reception item, InboxStore.Row row, Reception twin, Map<ByteBuffer, Long> revisions) {
        Instant now = clock.instant();
        byte[] known =
                row != null ? row.leafHash() : twin != null ? twin.counterpart().leafHash() : null;
        if (known != null) {
            if (!Arrays.equals(known, item.counterpart().leafHash())) {
                return new Judged(Fate.QUARANTINED, null, null, now);
            }
            if (row != null && row.closedIndex() != null) {
                repeatReceipt.accept(row.id());
            }
            return new Judged(Fate.REPEAT, null, null, now);
        }
        Optional<ReturnReason> reason = item.unacceptable();
        if (reason.isEmpty() && item.revision() != null) {
            ByteBuffer key = ByteBuffer.wrap(item.orderingKey());
            if (item.revision() < revisions.getOrDefault(key, Long.MIN_VALUE)) {
                reason = Optional.of(SUPERSEDED);
            }
            revisions.merge(key, item.revision(), Math::max);
        }
        return reason.isEmpty()
                ? new Judged(Fate.NEW, null, null, now)
                : new Judged(
                        Fate.RETURNED,
                        reason.get(),
                        ReturnSlip.seal(sealer, item.id(), self, item.from(), reason.get()),
                        now);
    }

    @Override
    public void store(Connection c, List<Reception> items, long[] first, GroupSide side) throws SQLException {
        List<InboxStore.Row> rows = new ArrayList<>();
        List<ReceivedStore.Content> contents = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            Reception item = items.get(i);
            Judged judgement = judged.get(item);
            switch (judgement.fate()) {
                case REPEAT -> {}
                case QUARANTINED -> PeerStore.quarantine(c, item.message(), "ID_REUSED", judgement.at());
                case NEW -> {
                    rows.add(row(item, judgement, first[i]));
                    contents.add(content(item, first[i]));
                    side.count(Direction.IN, item.from(), item.type(), Count.ACCEPTED);
                    side.tell(OfficeNews.Kind.INBOX, item.route().receiver().value());
                }
                case RETURNED -> {
                    rows.add(row(item, judgement, first[i]));
                    contents.add(content(item, first[i]));
                    side.send(
                            first[i] + 1,
                            Topics.receipts(self, item.from()),
                            item.id().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                            judgement.slip());
                    side.count(Direction.IN, item.from(), item.type(), Count.ACCEPTED);
                    side.count(Direction.IN, item.from(), item.type(), Count.RETURNED);
                }
            }
        }
        InboxStore.insert(c, rows, clock.instant());
        ReceivedStore.insert(c, contents);
        judged.clear();
    }

    private static ReceivedStore.Content content(Reception item, long receivedIndex) {
        return new ReceivedStore.Content(
                receivedIndex,
                item.leafBytes(),
                item.leafPath(),
                CounterpartText.encode(item.counterpart()),
                item.envelope(),
                item.wrappedKey());
    }

    private static InboxStore.Row row(Reception item, Judged judgement, long receivedIndex) {
        boolean returned = judgement.fate() == Fate.RETURNED;
        return new InboxStore.Row(
                item.id().value(),
                item.from().name(),
                item.counterpart().leafHash(),
                receivedIndex,
                item.type().kind(),
                item.type().type(),
                item.route() == null ? "" : item.route().receiver().value(),
                item.orderingKey(),
                item.revision(),
                item.leaf().time(),
                item.amount().orElse(null),
                returned ? "RETURNED" : "OPEN",
                0,
                returned ? receivedIndex + 1 : null,
                returned ? judgement.at() : null,
                returned ? judgement.reason().code() : null);
    }
}

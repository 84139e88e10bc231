package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.Facts;
import cn.changzhutan.exchange.store.IndexStore;
import cn.changzhutan.exchange.store.IndexStore.Entry;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns consecutive leaves into rows of the index. A pure function of the leaves, their side rows and what is indexed below them, so
 * that filling behind the writer and filling again from the beginning give the same. Used by one thread, once.
 */
final class IndexBatch {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBatch.class);
    private static final String OPEN = "OPEN";
    /** Of a leaf that is damaged in the database: verification says where; the index goes on. */
    private static final String UNREADABLE = "UNREADABLE";

    private record Closing(String outcome, String code, long index, Instant at) {}

    private final SideRows.Opened side;
    private final BlindIndex blind;
    private final List<Entry> entries = new ArrayList<>();
    private final List<IndexStore.Tag> tags = new ArrayList<>();
    private final Map<UUID, Closing> closings = new LinkedHashMap<>();
    private final List<Long> evidences = new ArrayList<>();
    private final List<UUID> erased = new ArrayList<>();

    IndexBatch(SideRows.Opened side, BlindIndex blind) {
        this.side = side;
        this.blind = blind;
    }

    void unreadable(long index) {
        LOG.warn("leaf {} cannot be read: verify the log", index);
        entries.add(new Entry(
                index,
                new Facts(UNREADABLE, "", "", "", "", "", "", "", "", "", ""),
                Instant.EPOCH,
                null,
                null,
                null,
                null));
    }

    void add(long index, Leaf leaf) {
        switch (leaf.event()) {
            case ACCEPTED -> add(index, leaf, accepted(leaf));
            case RECEIVED -> add(index, leaf, received(index, leaf));
            case DELIVERED -> close(leaf, LogEvent.DELIVERED.name(), "", index);
            case RETURNED -> close(leaf, LogEvent.RETURNED.name(), text(leaf.outcome()), index);
            case RECEIPT -> {
                boolean delivered = text(leaf.outcome()).equals(LogEvent.DELIVERED.name());
                close(
                        leaf,
                        delivered ? LogEvent.DELIVERED.name() : LogEvent.RETURNED.name(),
                        delivered ? "" : text(leaf.outcome()),
                        index);
            }
            default -> {
                if (leaf.event() == LogEvent.ERASED) {
                    leaf.exchange().ifPresent(id -> erased.add(id.value()));
                }
                add(index, leaf, other(leaf));
            }
        }
    }

    private void close(Leaf leaf, String outcome, String code, long index) {
        closings.putIfAbsent(leaf.exchange().orElseThrow().value(), new Closing(outcome, code, index, leaf.time()));
    }

    private void add(long index, Leaf leaf, Facts facts) {
        Optional<UUID> evidence = Optional.ofNullable(side.queries().get(index)).flatMap(QuerySide.Query::evidenceOf);
        UUID exchange =
                leaf.exchange().map(ExchangeId::value).or(() -> evidence).orElse(null);
        if (evidence.isPresent()) {
            evidences.add(index);
        }
        entries.add(
                new Entry(index, facts, leaf.time(), exchange, side.amounts().get(index), null, null));
        Set<ByteBuffer> seen = new HashSet<>(); // a person may stand in a record twice
        for (BlindIndex.Tagged each : blind.of(side.of(index))) {
            if (seen.add(ByteBuffer.wrap(each.tag()))) {
                tags.add(new IndexStore.Tag(each.tag(), each.label().number(), leaf.time(), index));
            }
        }
    }

    private static Facts accepted(Leaf leaf) {
        return new Facts(
                leaf.event().name(),
                leaf.to().orElseThrow().name(),
                text(leaf.fromSystem()),
                "",
                leaf.type().orElseThrow().kind(),
                leaf.type().orElseThrow().type(),
                text(leaf.purpose()),
                text(leaf.lawfulBasis()),
                text(leaf.agreementId()),
                OPEN,
                "");
    }

    /** What the receiver's own leaf does not repeat stands in the sender's, which lies beside it. */
    private Facts received(long index, Leaf leaf) {
        SideRows.Received row = side.received().get(index);
        Optional<Leaf> sent = row == null ? Optional.empty() : row.accepted();
        RecordType type = leaf.type().orElseThrow();
        return new Facts(
                leaf.event().name(),
                leaf.from().name(),
                row == null ? "" : row.system(),
                text(sent.flatMap(Leaf::fromSystem)),
                type.kind(),
                type.type(),
                text(sent.flatMap(Leaf::purpose)),
                text(sent.flatMap(Leaf::lawfulBasis)),
                text(sent.flatMap(Leaf::agreementId)),
                OPEN,
                "");
    }

    private static Facts other(Leaf leaf) {
        return new Facts(
                leaf.event().name(),
                text(leaf.to()),
                text(leaf.fromSystem()),
                "",
                leaf.type().map(RecordType::kind).orElse(""),
                leaf.type().map(RecordType::type).orElse(""),
                text(leaf.purpose()),
                text(leaf.lawfulBasis()),
                text(leaf.agreementId()),
                leaf.event() == LogEvent.REFUSED ? LogEvent.REFUSED.name() : "",
                text(leaf.outcome()));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    /** Writes everything that was added. */
    void store(Connection c) throws SQLException {
        entries.replaceAll(entry -> {
            Closing closing = entry.facts().outcome().equals(OPEN) ? closings.remove(entry.exchange()) : null;
            return closing == null ? entry : closed(entry, closing);
        });
        IndexStore.insert(c, entries, tags);
        if (!evidences.isEmpty()) {
            IndexStore.shareTags(c, evidences);
        }
        Map<UUID, Closing> earlier = new HashMap<>(closings);
        if (!earlier.isEmpty()) {
            List<Entry> open = IndexStore.open(c, earlier.keySet());
            IndexStore.close(
                    c,
                    open.stream()
                            .map(entry -> closed(entry, earlier.get(entry.exchange())))
                            .toList());
        }
        if (!erased.isEmpty()) {
            // Side rows may have been read just before they were erased.
            IndexStore.removeTags(c, erased);
        }
    }

    private static Entry closed(Entry entry, Closing closing) {
        return entry.closed(closing.outcome(), closing.code(), closing.index(), closing.at());
    }
}

package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Openings;
import cn.changzhutan.exchange.store.OutboxStore;
import cn.changzhutan.exchange.store.SideRowStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hangs on leaves in this city's database, opened with its archive key. What was erased, or does not open, has no openings: the
 * entry is then found by everything but persons, officer, case and body. Thread-safe.
 */
final class SideRows {
    private static final Logger LOG = LoggerFactory.getLogger(SideRows.class);
    private final ArchiveKey archive;
    private final QuerySide queries;

    /** @param received rows of the RECEIVED leaves @param openings by leaf index */
    record Opened(Map<UUID, SideRowStore.Received> received, Map<Long, Openings> openings) {
        Openings of(long index) {
            return openings.getOrDefault(index, Openings.NONE);
        }
    }

    SideRows(ArchiveKey archive, QuerySide queries) {
        this.archive = archive;
        this.queries = queries;
    }

    Opened open(Connection c, SortedMap<Long, Leaf> leaves) throws SQLException {
        Map<Long, UUID> sent = exchanges(leaves, LogEvent.ACCEPTED);
        Map<Long, UUID> arrived = exchanges(leaves, LogEvent.RECEIVED);
        Map<Long, Openings> openings = new HashMap<>();
        if (!sent.isEmpty()) {
            openSent(c, leaves, sent, openings);
        }
        Map<UUID, SideRowStore.Received> received =
                arrived.isEmpty() ? Map.of() : SideRowStore.received(c, arrived.values());
        arrived.forEach((index, id) -> {
            SideRowStore.Received row = received.get(id);
            if (row != null) {
                open(id, row.envelope(), row.recordKey()).ifPresent(opened -> openings.put(index, opened));
            }
        });
        openQueries(c, leaves, openings);
        return new Opened(received, openings);
    }

    private void openSent(
            Connection c, SortedMap<Long, Leaf> leaves, Map<Long, UUID> sent, Map<Long, Openings> openings)
            throws SQLException {
        Map<UUID, SideRowStore.Sent> rows = SideRowStore.sent(c, sent.values());
        for (OutboxStore.Message message : OutboxStore.ofLeaves(c, leaves.firstKey(), leaves.lastKey() + 1)) {
            UUID id = sent.get(message.leafIndex());
            if (id != null && rows.containsKey(id)) {
                open(id, message.envelope(), rows.get(id).recordKey())
                        .ifPresent(opened -> openings.put(message.leafIndex(), opened));
            }
        }
    }

    private void openQueries(Connection c, SortedMap<Long, Leaf> leaves, Map<Long, Openings> openings)
            throws SQLException {
        List<Long> asked = new ArrayList<>();
        leaves.forEach((index, leaf) -> {
            if (leaf.event() == LogEvent.LOG_QUERIED) {
                asked.add(index);
            }
        });
        if (!asked.isEmpty()) {
            SideRowStore.queries(c, asked)
                    .forEach((index, content) -> queries.open(leaves.get(index), content)
                            .ifPresent(query -> openings.put(index, query.openings())));
        }
    }

    private static Map<Long, UUID> exchanges(SortedMap<Long, Leaf> leaves, LogEvent event) {
        Map<Long, UUID> ids = new HashMap<>();
        leaves.forEach((index, leaf) -> {
            if (leaf.event() == event) {
                ids.put(index, leaf.exchange().orElseThrow().value());
            }
        });
        return ids;
    }

    private Optional<Openings> open(UUID id, byte[] envelope, byte[] recordKey) {
        if (recordKey == null || envelope == null || envelope.length == 0) {
            return Optional.empty();
        }
        try {
            byte[] key = archive.unwrap(recordKey, new ExchangeId(id));
            return Optional.of(Openings.read(EnvelopeOpener.openWithRecordKey(envelope, key)));
        } catch (VerificationException e) {
            LOG.warn("the side row of exchange {} does not open: {}", id, e.code());
            return Optional.empty();
        }
    }
}

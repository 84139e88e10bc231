package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.Openings;
import cn.changzhutan.exchange.store.OutboxStore;
import cn.changzhutan.exchange.store.SideRowStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Exchanges and queries by log index of their first leaf. @param queries hex digest of each */
    record Wanted(Map<Long, UUID> sent, Map<Long, UUID> received, Map<Long, String> queries) {
        Wanted() {
            this(new HashMap<>(), new HashMap<>(), new HashMap<>());
        }
    }

    /** All by leaf index. @param received rows of what other cities sent */
    record Opened(
            Map<Long, Openings> openings,
            Map<Long, BigDecimal> amounts,
            Map<Long, Received> received,
            Map<Long, QuerySide.Query> queries) {
        Opened() {
            this(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        }

        Openings of(long index) {
            return openings.getOrDefault(index, Openings.NONE);
        }
    }

    /** What came from another city. @param accepted the sender's leaf; empty if it cannot be read */
    record Received(String system, Optional<Leaf> accepted) {}

    SideRows(ArchiveKey archive, QuerySide queries) {
        this.archive = archive;
        this.queries = queries;
    }

    Opened open(Connection c, Wanted wanted) throws SQLException {
        Opened opened = new Opened();
        open(c, wanted, opened);
        return opened;
    }

    /** Adds to what is opened. */
    void open(Connection c, Wanted wanted, Opened opened) throws SQLException {
        if (!wanted.sent().isEmpty()) {
            openSent(c, wanted.sent(), opened);
        }
        if (!wanted.received().isEmpty()) {
            openReceived(c, wanted.received(), opened);
        }
        if (!wanted.queries().isEmpty()) {
            SideRowStore.queries(c, wanted.queries().keySet())
                    .forEach((index, content) -> queries.open(wanted.queries().get(index), content)
                            .ifPresent(query -> {
                                opened.queries().put(index, query);
                                opened.openings().put(index, query.openings());
                            }));
        }
    }

    private static Optional<Leaf> parse(byte[] bytes) {
        try {
            return Optional.of(Leaf.parse(bytes));
        } catch (VerificationException e) {
            return Optional.empty();
        }
    }

    private void openSent(Connection c, Map<Long, UUID> sent, Opened opened) throws SQLException {
        Map<UUID, SideRowStore.Sent> rows = SideRowStore.sent(c, sent.values());
        for (OutboxStore.Message message : messages(c, sent)) {
            UUID id = sent.get(message.leafIndex());
            SideRowStore.Sent row = id == null ? null : rows.get(id);
            if (row != null) {
                open(id, message.envelope(), row.recordKey())
                        .ifPresent(each -> opened.openings().put(message.leafIndex(), each));
                if (row.amount() != null) {
                    opened.amounts().put(message.leafIndex(), row.amount());
                }
            }
        }
    }

    /** Envelopes of neighbours lie in the same rows: what is close together is read in one go. */
    private static List<OutboxStore.Message> messages(Connection c, Map<Long, UUID> sent) throws SQLException {
        long first = Collections.min(sent.keySet());
        long last = Collections.max(sent.keySet());
        return last - first < 4L * sent.size()
                ? OutboxStore.ofLeaves(c, first, last + 1)
                : OutboxStore.ofLeaves(c, sent.keySet());
    }

    private void openReceived(Connection c, Map<Long, UUID> received, Opened opened) throws SQLException {
        Map<UUID, SideRowStore.Received> rows = SideRowStore.received(c, received.values());
        received.forEach((index, id) -> {
            SideRowStore.Received row = rows.get(id);
            if (row != null) {
                opened.received().put(index, new Received(row.system(), parse(row.leaf())));
                open(id, row.envelope(), row.recordKey())
                        .ifPresent(each -> opened.openings().put(index, each));
                if (row.amount() != null) {
                    opened.amounts().put(index, row.amount());
                }
            }
        });
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

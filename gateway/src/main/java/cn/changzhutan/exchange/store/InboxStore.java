package cn.changzhutan.exchange.store;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** SQL of what other cities sent to this one: one row an exchange. Every method works in the caller's transaction. */
public final class InboxStore {
    private static final String COLUMNS = "id, from_city, leaf_hash, received_index, kind, type, system, ordering_key,"
            + " revision, accepted_at, amount, state, attempts, closed_index, closed_at, return_code";

    private static final List<String> INSERTED = List.of((COLUMNS + ", next_attempt").split(", "));

    /**
     * @param leafHash hash of the sender's ACCEPTED leaf
     * @param receivedIndex index of RECEIVED in this city's log: the order of delivery, and the key of {@link ReceivedStore}
     * @param revision null where order alone decides
     * @param acceptedAt the time of that leaf
     * @param amount in yuan, for reconciliation; null where the type has none, and once erased
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Row(
            UUID id,
            String fromCity,
            byte[] leafHash,
            long receivedIndex,
            String kind,
            String type,
            String system,
            byte[] orderingKey,
            Long revision,
            Instant acceptedAt,
            BigDecimal amount,
            String state,
            int attempts,
            Long closedIndex,
            Instant closedAt,
            String returnCode) {}

    public record Closing(UUID id, String state, long closedIndex, Instant at, String returnCode) {}

    private InboxStore() {}

    public static void insert(Connection c, List<Row> rows, Instant now) throws SQLException {
        CopyRows.into(c, "inbox", INSERTED, rows, (values, row) -> {
            values.uuid(row.id());
            values.text(row.fromCity());
            values.bytes(row.leafHash());
            values.number(row.receivedIndex());
            values.text(row.kind());
            values.text(row.type());
            values.text(row.system());
            values.bytes(row.orderingKey());
            values.number(row.revision());
            values.time(row.acceptedAt());
            values.decimal(row.amount());
            values.text(row.state());
            values.integer(row.attempts());
            values.number(row.closedIndex());
            values.time(row.closedAt());
            values.text(row.returnCode());
            values.time(now);
        });
    }

    public static Map<UUID, Row> byIds(Connection c, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select " + COLUMNS + " from inbox where id = any(?)")) {
            s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
            Map<UUID, Row> rows = new HashMap<>();
            for (Row row : read(s)) {
                rows.put(row.id(), row);
            }
            return rows;
        }
    }

    /** The highest revision received under each ordering key and not returned; a key without one is not there. */
    public static Map<ByteBuffer, Long> highestRevisions(Connection c, Collection<ByteBuffer> orderingKeys)
            throws SQLException {
        if (orderingKeys.isEmpty()) {
            return new HashMap<>();
        }
        try (PreparedStatement s = c.prepareStatement("select k.key, (select max(revision) from inbox"
                + " where ordering_key = k.key and revision is not null and state <> 'RETURNED')"
                + " from unnest(?::bytea[]) as k(key)")) {
            s.setArray(
                    1,
                    c.createArrayOf(
                            "bytea",
                            orderingKeys.stream().map(ByteBuffer::array).toArray(byte[][]::new)));
            try (ResultSet r = s.executeQuery()) {
                Map<ByteBuffer, Long> highest = new HashMap<>();
                while (r.next()) {
                    Long revision = r.getObject(2, Long.class);
                    if (revision != null) {
                        highest.put(ByteBuffer.wrap(r.getBytes(1)), revision);
                    }
                }
                return highest;
            }
        }
    }

    /**
     * The next of a system that may be delivered: of every ordering key the oldest open one, if its retry time has come, after log
     * index {@code after}, without those of {@code claimed}; oldest first. (The smallest of a key is one look into its index; asked for
     * as "no older one exists" it may be planned as a join of everything that is open.)
     *
     * @param longest no retry time lies further ahead: one that does is of a clock that was set back since, and has come
     */
    public static List<Row> deliverable(
            Connection c, String system, long after, Collection<UUID> claimed, Instant now, Duration longest, int limit)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select " + COLUMNS + " from inbox i where system = ?"
                + " and state = 'OPEN' and received_index > ? and not (next_attempt > ? and next_attempt <= ?)"
                + " and not (id = any(?))"
                + " and received_index = (select min(j.received_index) from inbox j where j.ordering_key = i.ordering_key"
                + " and j.closed_index is null) order by received_index limit ?")) {
            s.setString(1, system);
            s.setLong(2, after);
            s.setTimestamp(3, Timestamp.from(now));
            s.setTimestamp(4, Timestamp.from(now.plus(longest)));
            s.setArray(5, c.createArrayOf("uuid", claimed.toArray()));
            s.setInt(6, limit);
            return read(s);
        }
    }

    /** The smallest log index at or above {@code from} of an open record of the system. */
    public static OptionalLong oldestOpen(Connection c, String system, long from) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select received_index from inbox where system = ?"
                + " and state = 'OPEN' and received_index >= ? order by received_index limit 1")) {
            s.setString(1, system);
            s.setLong(2, from);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? OptionalLong.of(r.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Counts a failed attempt of each and sets when the next may come: {@code min · 2^attempts}, at most {@code max} seconds. */
    public static void defer(Connection c, Collection<UUID> ids, Instant now, double minSeconds, double maxSeconds)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "update inbox set attempts = attempts + 1, next_attempt = ?::timestamptz"
                        + " + make_interval(secs => least(?, ? * power(2, least(attempts, 30)))) where id = any(?) and state = 'OPEN'")) {
            s.setTimestamp(1, Timestamp.from(now));
            s.setDouble(2, maxSeconds);
            s.setDouble(3, minSeconds);
            s.setArray(4, c.createArrayOf("uuid", ids.toArray()));
            s.executeUpdate();
        }
    }

    public static void close(Connection c, List<Closing> closings) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update inbox i set state = n.state, closed_index = n.index,"
                + " closed_at = n.at, return_code = n.code"
                + " from unnest(?::uuid[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[])"
                + " as n(id, state, index, at, code) where i.id = n.id and i.state = 'OPEN'")) {
            Columns<Closing> columns = new Columns<>(c, s, closings);
            columns.set("uuid", Closing::id);
            columns.set("text", Closing::state);
            columns.set("bigint", Closing::closedIndex);
            columns.set("timestamptz", closing -> Timestamp.from(closing.at()));
            columns.set("text", Closing::returnCode);
            if (s.executeUpdate() != closings.size()) {
                throw new SQLException("a received record to be closed was not open");
            }
        }
    }

    /** How many open records have failed at least once: each holds back its ordering key. */
    public static long countStuck(Connection c) throws SQLException {
        try (PreparedStatement s =
                        c.prepareStatement("select count(*) from inbox where state = 'OPEN' and attempts > 0");
                ResultSet r = s.executeQuery()) {
            r.next();
            return r.getLong(1);
        }
    }

    private static List<Row> read(PreparedStatement s) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (r.next()) {
                Timestamp closedAt = r.getTimestamp(15);
                rows.add(new Row(
                        r.getObject(1, UUID.class),
                        r.getString(2),
                        r.getBytes(3),
                        r.getLong(4),
                        r.getString(5),
                        r.getString(6),
                        r.getString(7),
                        r.getBytes(8),
                        r.getObject(9, Long.class),
                        r.getTimestamp(10).toInstant(),
                        r.getBigDecimal(11),
                        r.getString(12),
                        r.getInt(13),
                        r.getObject(14, Long.class),
                        closedAt == null ? null : closedAt.toInstant(),
                        r.getString(16)));
            }
            return rows;
        }
    }
}

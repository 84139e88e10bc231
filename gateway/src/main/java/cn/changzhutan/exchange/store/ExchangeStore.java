package cn.changzhutan.exchange.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** SQL of what this city sent: one row an exchange. Every method works in the caller's transaction. */
public final class ExchangeStore {
    private static final String COLUMNS = "id, leaf_index, to_city, kind, type, system, message_id, content_digest,"
            + " accepted_at, bytes, record_key, amount, state, closed_index, closed_at, return_code, return_slip,"
            + " return_key";

    private static final List<String> INSERTED = List.of(
            "id",
            "leaf_index",
            "to_city",
            "kind",
            "type",
            "system",
            "message_id",
            "content_digest",
            "accepted_at",
            "bytes",
            "record_key",
            "amount",
            "state");

    /**
     * @param bytes of the envelope: what the exchange takes while it is open
     * @param recordKey wrapped for the archive; null once erased
     * @param amount in yuan, for reconciliation; null where the type has none, and once erased
     * @param state OPEN, DELIVERED or RETURNED
     * @param closedIndex log index of the RECEIPT leaf; null while open
     * @param returnSlip envelope with the reason of a return; null if there is none, {@code returnKey} its record key, wrapped
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Row(
            UUID id,
            long leafIndex,
            String toCity,
            String kind,
            String type,
            String system,
            String messageId,
            byte[] contentDigest,
            Instant acceptedAt,
            int bytes,
            byte[] recordKey,
            BigDecimal amount,
            String state,
            Long closedIndex,
            Instant closedAt,
            String returnCode,
            byte[] returnSlip,
            byte[] returnKey) {}

    /** How an exchange ended. @param receiptLeaf the receiver's leaf that says so, {@code receiptPath} its inclusion proof */
    @SuppressWarnings("ArrayRecordComponent")
    public record Closing(
            UUID id,
            String state,
            long closedIndex,
            Instant at,
            String returnCode,
            byte[] returnSlip,
            byte[] returnKey,
            byte[] receiptLeaf,
            byte[] receiptPath) {}

    private ExchangeStore() {}

    public static void insert(Connection c, List<Row> rows) throws SQLException {
        CopyRows.into(c, "exchange", INSERTED, rows, (values, row) -> {
            values.uuid(row.id());
            values.number(row.leafIndex());
            values.text(row.toCity());
            values.text(row.kind());
            values.text(row.type());
            values.text(row.system());
            values.text(row.messageId());
            values.bytes(row.contentDigest());
            values.time(row.acceptedAt());
            values.integer(row.bytes());
            values.bytes(row.recordKey());
            values.decimal(row.amount());
            values.text("OPEN");
        });
    }

    /** Every row of the given messages; two lists of equal length, system and message id of each. */
    public static List<Row> byMessage(Connection c, List<String> systems, List<String> messageIds) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("select " + COLUMNS + " from exchange where (system, message_id) in"
                        + " (select * from unnest(?::text[], ?::text[])) order by leaf_index")) {
            s.setArray(1, c.createArrayOf("text", systems.toArray()));
            s.setArray(2, c.createArrayOf("text", messageIds.toArray()));
            return read(s);
        }
    }

    public static Optional<Row> byId(Connection c, UUID id) throws SQLException {
        List<Row> rows = byIds(c, List.of(id));
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    public static List<Row> byIds(Connection c, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select " + COLUMNS + " from exchange where id = any(?)")) {
            s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
            return read(s);
        }
    }

    /** Where the ACCEPTED leaves of exchanges stand; an id that is not there was not sent by this city. */
    public static Map<UUID, Long> leafIndexes(Connection c, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select id, leaf_index from exchange where id = any(?)")) {
            s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
            try (ResultSet r = s.executeQuery()) {
                Map<UUID, Long> indexes = new HashMap<>();
                while (r.next()) {
                    indexes.put(r.getObject(1, UUID.class), r.getLong(2));
                }
                return indexes;
            }
        }
    }

    /** Closed exchanges of a system in the order in which their receipts were logged. */
    public static List<Row> closedAfter(Connection c, String system, long closedIndex, int limit) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select " + COLUMNS
                + " from exchange where system = ? and closed_index > ? order by closed_index limit ?")) {
            s.setString(1, system);
            s.setLong(2, closedIndex);
            s.setInt(3, limit);
            return read(s);
        }
    }

    /**
     * Open exchanges below log index {@code below} that were accepted before {@code before}, or after {@code beyond} (by a clock that was
     * set back since), oldest first.
     */
    public static List<Row> openBefore(
            Connection c, long below, Instant before, Instant beyond, long fromIndex, int limit) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select " + COLUMNS + " from exchange where state = 'OPEN'"
                        + " and leaf_index < ? and leaf_index >= ? and (accepted_at < ? or accepted_at > ?) order by leaf_index limit ?")) {
            s.setLong(1, below);
            s.setLong(2, fromIndex);
            s.setTimestamp(3, Timestamp.from(before));
            s.setTimestamp(4, Timestamp.from(beyond));
            s.setInt(5, limit);
            return read(s);
        }
    }

    /** Bytes of open exchanges for each destination. */
    public static Map<String, Long> openBytes(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                        "select to_city, sum(bytes) from exchange where state = 'OPEN' group by to_city");
                ResultSet r = s.executeQuery()) {
            Map<String, Long> bytes = new HashMap<>();
            while (r.next()) {
                bytes.put(r.getString(1), r.getLong(2));
            }
            return bytes;
        }
    }

    public static void close(Connection c, List<Closing> closings) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update exchange e set state = n.state, closed_index = n.index,"
                + " closed_at = n.at, return_code = n.code, return_slip = n.slip, return_key = n.key"
                + " from unnest(?::uuid[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::bytea[], ?::bytea[])"
                + " as n(id, state, index, at, code, slip, key)"
                + " where e.id = n.id and e.state = 'OPEN'")) {
            Columns<Closing> columns = new Columns<>(c, s, closings);
            columns.set("uuid", Closing::id);
            columns.set("text", Closing::state);
            columns.set("bigint", Closing::closedIndex);
            columns.set("timestamptz", closing -> Timestamp.from(closing.at()));
            columns.set("text", Closing::returnCode);
            columns.bytes(Closing::returnSlip);
            columns.bytes(Closing::returnKey);
            if (s.executeUpdate() != closings.size()) {
                throw new SQLException("an exchange to be closed was not open");
            }
        }
        CopyRows.into(c, "exchange_receipt", List.of("closed_index", "leaf", "path"), closings, (values, closing) -> {
            values.number(closing.closedIndex());
            values.bytes(closing.receiptLeaf());
            values.bytes(closing.receiptPath());
        });
    }

    private static List<Row> read(PreparedStatement s) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (r.next()) {
                Timestamp closedAt = r.getTimestamp(15);
                rows.add(new Row(
                        r.getObject(1, UUID.class),
                        r.getLong(2),
                        r.getString(3),
                        r.getString(4),
                        r.getString(5),
                        r.getString(6),
                        r.getString(7),
                        r.getBytes(8),
                        r.getTimestamp(9).toInstant(),
                        r.getInt(10),
                        r.getBytes(11),
                        r.getBigDecimal(12),
                        r.getString(13),
                        r.getObject(14, Long.class),
                        closedAt == null ? null : closedAt.toInstant(),
                        r.getString(16),
                        r.getBytes(17),
                        r.getBytes(18)));
            }
            return rows;
        }
    }
}

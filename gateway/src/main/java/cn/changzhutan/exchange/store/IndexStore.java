package cn.changzhutan.exchange.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL that fills the search index, one holder of its cursor at a time. Every method works in the caller's transaction. */
public final class IndexStore {
    /** The columns of an entry, of {@code audit_entry e} and {@code audit_class k}. */
    static final String ENTRY = "e.leaf_index, e.at, e.exchange, e.amount, e.closed_index, e.closed_at, k."
            + String.join(", k.", Facts.COLUMNS);

    static final String SELECT = "select " + ENTRY + " from audit_entry e join audit_class k on k.id = e.class";

    /**
     * @param leafIndex of the first leaf in this log
     * @param exchange null for what is of no exchange
     * @param amount null where the type has none
     * @param closedIndex null while open
     */
    public record Entry(
            long leafIndex,
            Facts facts,
            Instant at,
            UUID exchange,
            BigDecimal amount,
            Long closedIndex,
            Instant closedAt) {
        public Entry closed(String outcome, String code, long index, Instant closing) {
            return new Entry(leafIndex, facts.ended(outcome, code), at, exchange, amount, index, closing);
        }
    }

    /** @param tag 16 bytes @param label what it is the tag of, for groups */
    @SuppressWarnings("ArrayRecordComponent")
    public record Tag(byte[] tag, int label, Instant at, long leafIndex) {}

    private static final Comparator<Tag> IN_ORDER = (a, b) -> Arrays.compareUnsigned(a.tag(), b.tag());

    /** Label of the tags of persons. */
    public static final int PERSON = 1;

    private IndexStore() {}

    /** Everything below is indexed. Takes the lock of the index until the transaction ends. */
    public static long lockCursor(Connection c) throws SQLException {
        return cursor(c, "select size from audit_cursor where id = 1 for update");
    }

    /** Everything below is indexed. */
    public static long cursor(Connection c) throws SQLException {
        return cursor(c, "select size from audit_cursor where id = 1");
    }

    private static long cursor(Connection c, String sql) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql);
                ResultSet r = s.executeQuery()) {
            if (!r.next()) {
                throw new SQLException("the search index has no cursor row");
            }
            return r.getLong(1);
        }
    }

    public static void moveCursor(Connection c, long size) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update audit_cursor set size = ? where id = 1")) {
            s.setLong(1, size);
            s.executeUpdate();
        }
    }

    /** Empties the index, so that it is filled again from the first leaf. Searches wait for it for a moment. */
    public static void clear(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("truncate audit_entry, audit_tag")) {
            s.execute();
        }
        moveCursor(c, 0);
    }

    /** @param tags none twice at one leaf */
    public static void insert(Connection c, List<Entry> entries, List<Tag> tags) throws SQLException {
        Map<Facts, Integer> classes =
                FactsStore.ids(c, entries.stream().map(Entry::facts).toList());
        List<String> columns = List.of("leaf_index", "class", "at", "exchange", "amount", "closed_index", "closed_at");
        CopyRows.into(c, "audit_entry", columns, entries, (values, entry) -> {
            values.number(entry.leafIndex());
            values.integer(classes.get(entry.facts()));
            values.time(entry.at());
            values.uuid(entry.exchange());
            values.decimal(entry.amount());
            values.number(entry.closedIndex());
            values.time(entry.closedAt());
        });
        // In the order of the index: each page of it is looked for once.
        List<Tag> sorted = tags.stream().sorted(IN_ORDER).toList();
        CopyRows.into(c, "audit_tag", List.of("tag", "label", "at", "leaf_index"), sorted, (values, tag) -> {
            values.bytes(tag.tag());
            values.small(tag.label());
            values.time(tag.at());
            values.number(tag.leafIndex());
        });
    }

    /** The open entries of exchanges that this city sent or received; other entries that name the exchange are none. */
    public static List<Entry> open(Connection c, Collection<UUID> exchanges) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(SELECT + " where e.exchange = any(?) and k.outcome = 'OPEN'")) {
            s.setArray(1, c.createArrayOf("uuid", exchanges.toArray()));
            return read(s);
        }
    }

    /** Writes how entries ended. */
    public static void close(Connection c, List<Entry> closed) throws SQLException {
        Map<Facts, Integer> classes =
                FactsStore.ids(c, closed.stream().map(Entry::facts).toList());
        try (PreparedStatement s =
                c.prepareStatement("update audit_entry e set class = n.class, closed_index = n.index,"
                        + " closed_at = n.at from unnest(?::bigint[], ?::integer[], ?::bigint[], ?::timestamptz[])"
                        + " as n(leaf, class, index, at) where e.leaf_index = n.leaf")) {
            Columns<Entry> columns = new Columns<>(c, s, closed);
            columns.set("bigint", Entry::leafIndex);
            columns.set("integer", entry -> classes.get(entry.facts()));
            columns.set("bigint", Entry::closedIndex);
            columns.set("timestamptz", entry -> Timestamp.from(entry.closedAt()));
            s.executeUpdate();
        }
    }

    /** Puts the person tags of an exchange on entries that speak of it too: who was given its evidence is found by its persons. */
    public static void shareTags(Connection c, Collection<Long> leafIndexes) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into audit_tag (tag, at, leaf_index, label)"
                + " select t.tag, q.at, q.leaf_index, t.label from audit_entry q join audit_entry e on e.exchange = q.exchange"
                + " and e.leaf_index <> q.leaf_index join audit_class k on k.id = e.class and k.event in ('ACCEPTED',"
                + " 'RECEIVED') join audit_tag t on t.leaf_index = e.leaf_index and t.label = ?"
                + " where q.leaf_index = any(?) on conflict do nothing")) {
            s.setInt(1, PERSON);
            s.setArray(2, c.createArrayOf("bigint", leafIndexes.toArray()));
            s.executeUpdate();
        }
    }

    /** Deletes the blind tags of exchanges: nobody finds a person, officer, case or body by them again; amounts go with them. */
    public static void removeTags(Connection c, Collection<UUID> exchanges) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("delete from audit_tag t using audit_entry e"
                + " where e.exchange = any(?) and t.leaf_index = e.leaf_index")) {
            s.setArray(1, c.createArrayOf("uuid", exchanges.toArray()));
            s.executeUpdate();
        }
        try (PreparedStatement s = c.prepareStatement(
                "update audit_entry set amount = null where exchange = any(?) and amount is not null")) {
            s.setArray(1, c.createArrayOf("uuid", exchanges.toArray()));
            s.executeUpdate();
        }
    }

    /** Entries by the log index of their first leaf. */
    public static List<Entry> byIndexes(Connection c, Collection<Long> leafIndexes) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(SELECT + " where e.leaf_index = any(?)")) {
            s.setArray(1, c.createArrayOf("bigint", leafIndexes.toArray()));
            return read(s);
        }
    }

    /** Exchanges that this city sent or received and that carry a tag, the oldest first, after log index {@code after}. */
    public static List<Entry> exchangesOf(Connection c, byte[] tag, long after, int limit) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(SELECT
                + " join audit_tag t on t.leaf_index = e.leaf_index where t.tag = ? and t.leaf_index > ?"
                + " and k.event in ('ACCEPTED', 'RECEIVED') order by t.leaf_index limit ?")) {
            s.setBytes(1, tag);
            s.setLong(2, after);
            s.setInt(3, limit);
            return read(s);
        }
    }

    /** @param s selects {@link #ENTRY} */
    static List<Entry> read(PreparedStatement s) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            while (r.next()) {
                entries.add(read(r));
            }
            return entries;
        }
    }

    static Entry read(ResultSet r) throws SQLException {
        Timestamp closedAt = r.getTimestamp(6);
        return new Entry(
                r.getLong(1),
                FactsStore.read(r, 7),
                r.getTimestamp(2).toInstant(),
                r.getObject(3, UUID.class),
                r.getBigDecimal(4),
                r.getObject(5, Long.class),
                closedAt == null ? null : closedAt.toInstant());
    }
}

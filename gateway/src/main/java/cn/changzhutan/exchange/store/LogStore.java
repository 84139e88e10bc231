package cn.changzhutan.exchange.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** SQL of the log itself: head, entries, hash tiles. Every method works in the caller's transaction. */
public final class LogStore {
    /** Entries of a bundle and hashes of a tile (C2SP tlog-tiles). */
    public static final int WIDTH = 256;

    private static final int HASH = 32;

    /** @param edge the right edge of the tree, as the log package encodes it */
    public record Head(String origin, long size, byte[] root, byte[] edge) {}

    /** @param first index of the first entry */
    public record Entries(long first, List<byte[]> leaves) {}

    private LogStore() {}

    /** Creates the head of an empty log if there is none yet. */
    public static void createHead(Connection c, Head empty) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "insert into log_head (id, origin, size, root, edge) values (1, ?, ?, ?, ?) on conflict do nothing")) {
            s.setString(1, empty.origin());
            s.setLong(2, empty.size());
            s.setBytes(3, empty.root());
            s.setBytes(4, empty.edge());
            s.executeUpdate();
        }
    }

    /**
     * Takes the lock of the head until the transaction ends: appenders of all processes of the city stand in line here. The
     * server (PostgreSQL 17 or newer) ends such a transaction after 20 s: one whose connection a firewall has forgotten in the middle of
     * a batch would hold the lock for hours. What is looked up in it is looked up by keys: one plan is made, for lists of any length, and along
     * the index also while the table is small.
     */
    public static Head lockHead(Connection c) throws SQLException {
        return head(
                c,
                "select origin, size, root, edge, set_config('transaction_timeout', '20s', true),"
                        + " set_config('plan_cache_mode', 'force_generic_plan', true),"
                        + " set_config('enable_seqscan', 'off', true)"
                        + " from log_head where id = 1 for update");
    }

    public static Head readHead(Connection c) throws SQLException {
        return head(c, "select origin, size, root, edge from log_head where id = 1");
    }

    private static Head head(Connection c, String sql) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql);
                ResultSet r = s.executeQuery()) {
            if (!r.next()) {
                throw new SQLException("the log has no head row");
            }
            return new Head(r.getString(1), r.getLong(2), r.getBytes(3), r.getBytes(4));
        }
    }

    /** The log goes on under another origin; its tree stays. */
    public static void changeOrigin(Connection c, String origin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update log_head set origin = ? where id = 1")) {
            s.setString(1, origin);
            s.executeUpdate();
        }
    }

    /** A row of hashes to be added at the end of a tile. */
    private record TileGrowth(int level, long tile, byte[] hashes) {}

    /**
     * Appends leaves, their hashes and the new head, in one statement.
     *
     * @param leaves from index {@code expectedSize} on
     * @param byTile by level and tile: the new hashes, in order, to be added at the tile's end
     * @throws SQLException if the head is no longer at {@code expectedSize}
     */
    public static void append(
            Connection c,
            long expectedSize,
            List<byte[]> leaves,
            SortedMap<Integer, SortedMap<Long, byte[]>> byTile,
            Head next)
            throws SQLException {
        List<TileGrowth> tiles = new ArrayList<>();
        byTile.forEach(
                (level, grown) -> grown.forEach((tile, hashes) -> tiles.add(new TileGrowth(level, tile, hashes))));
        List<Entries> rows = cut(expectedSize, leaves);
        try (PreparedStatement s =
                c.prepareStatement("with added as (insert into log_entries (first_index, count, entries)"
                        + " select * from unnest(?::bigint[], ?::integer[], ?::bytea[])),"
                        + " grown as (insert into log_tile as t (level, tile, hashes)"
                        + " select * from unnest(?::smallint[], ?::bigint[], ?::bytea[])"
                        + " on conflict (level, tile) do update set hashes = t.hashes || excluded.hashes)"
                        + " update log_head set size = ?, root = ?, edge = ? where id = 1 and size = ?")) {
            Columns<Entries> entries = new Columns<>(c, s, rows);
            entries.set("bigint", Entries::first);
            entries.set("integer", row -> row.leaves().size());
            entries.bytes(row -> encode(row.leaves()));
            Columns<TileGrowth> hashes = new Columns<>(c, s, tiles, 4);
            hashes.set("smallint", TileGrowth::level);
            hashes.set("bigint", TileGrowth::tile);
            hashes.bytes(TileGrowth::hashes);
            s.setLong(7, next.size());
            s.setBytes(8, next.root());
            s.setBytes(9, next.edge());
            s.setLong(10, expectedSize);
            if (s.executeUpdate() != 1) {
                throw new SQLException("the head of the log moved under its lock");
            }
        }
    }

    /** Leaves from index {@code first} on as rows, cut at the bundles' bounds. */
    private static List<Entries> cut(long first, List<byte[]> leaves) {
        List<Entries> rows = new ArrayList<>();
        int at = 0;
        while (at < leaves.size()) {
            long index = first + at;
            int count = (int) Math.min(leaves.size() - at, WIDTH - index % WIDTH);
            rows.add(new Entries(index, leaves.subList(at, at + count)));
            at += count;
        }
        return rows;
    }

    /** The rows that hold entries of bundle {@code bundle}, in order. */
    public static List<Entries> readBundle(Connection c, long bundle) throws SQLException {
        return readEntries(c, bundle * WIDTH, bundle * WIDTH + WIDTH);
    }

    /**
     * A bundle as it stands in its rows, unread.
     *
     * @param count how many entries the rows say they hold
     * @param bytes their entries one after the other, each behind its length as two bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record StoredBundle(int count, byte[] bytes) {}

    /** What is stored of bundle {@code bundle}, in order, damaged or not: for those who check it. */
    public static StoredBundle readStoredBundle(Connection c, long bundle) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select count, entries from log_entries"
                + " where first_index >= ? and first_index < ? order by first_index")) {
            s.setLong(1, bundle * WIDTH);
            s.setLong(2, bundle * WIDTH + WIDTH);
            try (ResultSet r = s.executeQuery()) {
                int count = 0;
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                while (r.next()) {
                    count += r.getInt(1);
                    out.writeBytes(r.getBytes(2));
                }
                return new StoredBundle(count, out.toByteArray());
            }
        }
    }

    /** The leaf at {@code index}; empty if the log is not that long. */
    public static Optional<byte[]> readLeaf(Connection c, long index) throws SQLException {
        for (Entries row : readEntries(c, index, index + 1)) {
            if (index >= row.first() && index < row.first() + row.leaves().size()) {
                return Optional.of(row.leaves().get((int) (index - row.first())));
            }
        }
        return Optional.empty();
    }

    /** All rows that hold an entry of {@code [from, to)}, in order. */
    public static List<Entries> readEntries(Connection c, long from, long to) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select first_index, entries from log_entries"
                + " where first_index < ? and first_index + count > ? and first_index > ? order by first_index")) {
            s.setLong(1, to);
            s.setLong(2, from);
            s.setLong(3, from - WIDTH);
            try (ResultSet r = s.executeQuery()) {
                List<Entries> rows = new ArrayList<>();
                while (r.next()) {
                    rows.add(new Entries(r.getLong(1), decode(r.getBytes(2))));
                }
                return rows;
            }
        }
    }

    /** Bundles of {@code [from, to)}, all of them full, that lie in more than {@code rows} rows; in order. */
    public static List<Long> bundlesOfMoreRows(Connection c, int rows, long from, long to) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select first_index / 256 as bundle from log_entries"
                + " where first_index >= ? and first_index < ? group by bundle having count(*) > ? order by bundle")) {
            s.setLong(1, from * WIDTH);
            s.setLong(2, to * WIDTH);
            s.setInt(3, rows);
            try (ResultSet r = s.executeQuery()) {
                List<Long> bundles = new ArrayList<>();
                while (r.next()) {
                    bundles.add(r.getLong(1));
                }
                return bundles;
            }
        }
    }

    /** Replaces the rows of a full bundle by one, on the server. Does nothing if the bundle is not full. */
    public static void compactBundle(Connection c, long bundle) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("with old as (delete from log_entries"
                + " where first_index >= ? and first_index < ? and (select count(*) > 1 and sum(count) = ?"
                + " from log_entries where first_index >= ? and first_index < ?) returning first_index, count, entries)"
                + " insert into log_entries (first_index, count, entries) select min(first_index), sum(count),"
                + " string_agg(entries, ''::bytea order by first_index) from old having count(*) > 0")) {
            s.setLong(1, bundle * WIDTH);
            s.setLong(2, bundle * WIDTH + WIDTH);
            s.setInt(3, WIDTH);
            s.setLong(4, bundle * WIDTH);
            s.setLong(5, bundle * WIDTH + WIDTH);
            s.executeUpdate();
        }
    }

    /** The hashes that a tile holds so far, concatenated; empty if it does not exist. */
    public static byte[] readTile(Connection c, int level, long tile) throws SQLException {
        byte[] hashes = readStoredTile(c, level, tile);
        if (hashes.length % HASH != 0 || hashes.length > HASH * WIDTH) {
            throw new SQLException("log_tile " + level + "/" + tile + " has " + hashes.length + " bytes");
        }
        return hashes;
    }

    /** A tile as it stands in its row, damaged or not; empty if it does not exist. */
    public static byte[] readStoredTile(Connection c, int level, long tile) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select hashes from log_tile where level = ? and tile = ?")) {
            s.setInt(1, level);
            s.setLong(2, tile);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getBytes(1) : new byte[0];
            }
        }
    }

    private static byte[] encode(List<byte[]> leaves) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(leaves.size() * 1024);
        for (byte[] leaf : leaves) {
            if (leaf.length > 0xFFFF) {
                throw new IllegalArgumentException("a leaf of " + leaf.length + " bytes");
            }
            out.write(leaf.length >>> 8);
            out.write(leaf.length);
            out.write(leaf, 0, leaf.length);
        }
        return out.toByteArray();
    }

    private static List<byte[]> decode(byte[] entries) throws SQLException {
        List<byte[]> leaves = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(entries);
        while (in.hasRemaining()) {
            if (in.remaining() < 2) {
                throw new SQLException("log_entries: a row ends inside a length");
            }
            byte[] leaf = new byte[Short.toUnsignedInt(in.getShort())];
            if (in.remaining() < leaf.length) {
                throw new SQLException("log_entries: a row ends inside an entry");
            }
            in.get(leaf);
            leaves.add(leaf);
        }
        return leaves;
    }
}

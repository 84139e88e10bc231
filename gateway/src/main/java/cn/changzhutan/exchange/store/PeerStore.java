package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** SQL of what this city knows of other cities' logs, and of their messages that wait or were set aside. */
public final class PeerStore {
    @SuppressWarnings("ArrayRecordComponent")
    public record Seen(long size, byte[] root, String note) {}

    /** A message as it came from the broker. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Message(String topic, int partition, long offset, byte[] key, byte[] value) {}

    /** A message that waits, and since when. */
    public record Held(Message message, Instant since) {}

    private static final String HELD = "select topic, partition, \"offset\", key, value, since from held";
    private static final String PAGE =
            " and (topic, partition, \"offset\") > (?, ?, ?) order by topic, partition, \"offset\" limit ?";

    private PeerStore() {}

    public static Optional<Seen> seen(Connection c, String origin, long size) throws SQLException {
        return one(c, "select size, root, note from peer_checkpoint where origin = ? and size = ?", origin, size);
    }

    /** The largest checkpoint of an origin that was found consistent. */
    public static Optional<Seen> newest(Connection c, String origin) throws SQLException {
        return one(
                c,
                "select size, root, note from peer_checkpoint where origin = ? and size >= ? order by size desc limit 1",
                origin,
                0);
    }

    private static Optional<Seen> one(Connection c, String sql, String origin, long size) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, origin);
            s.setLong(2, size);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(new Seen(r.getLong(1), r.getBytes(2), r.getString(3))) : Optional.empty();
            }
        }
    }

    /** Serialises the processes of a city that witness the same origin, until the transaction ends. */
    public static void lockOrigin(Connection c, String origin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select pg_advisory_xact_lock(hashtext(?), 1)," + " set_config('transaction_timeout', '20s', true)")) {
            s.setString(1, origin);
            s.execute();
        }
    }

    public static void save(Connection c, String origin, Seen seen, Instant at) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into peer_checkpoint (origin, size, root, note, seen_at)"
                + " values (?, ?, ?, ?, ?) on conflict (origin, size) do nothing")) {
            s.setString(1, origin);
            s.setLong(2, seen.size());
            s.setBytes(3, seen.root());
            s.setString(4, seen.note());
            s.setTimestamp(5, Timestamp.from(at));
            s.executeUpdate();
        }
    }

    /** Size of the largest checkpoint of an origin that this city cosigned; 0 if none. */
    public static long cosignedSize(Connection c, String origin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select size from cosigned_peer where origin = ?")) {
            s.setString(1, origin);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getLong(1) : 0;
            }
        }
    }

    public static void saveCosigned(Connection c, String origin, long size) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into cosigned_peer (origin, size) values (?, ?)"
                + " on conflict (origin) do update set size = excluded.size")) {
            s.setString(1, origin);
            s.setLong(2, size);
            s.executeUpdate();
        }
    }

    public static boolean isStopped(Connection c, String origin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select 1 from peer_conflict where origin = ?")) {
            s.setString(1, origin);
            try (ResultSet r = s.executeQuery()) {
                return r.next();
            }
        }
    }

    public static void saveConflict(Connection c, String origin, String known, String other, Instant at)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into peer_conflict (origin, found_at, known_note, other_note)"
                        + " values (?, ?, ?, ?) on conflict do nothing")) {
            s.setString(1, origin);
            s.setTimestamp(2, Timestamp.from(at));
            s.setString(3, known);
            s.setString(4, other);
            s.executeUpdate();
        }
    }

    /** Origins of which two checkpoints contradict each other: nothing of theirs is accepted. */
    public static List<String> stopped(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select distinct origin from peer_conflict");
                ResultSet r = s.executeQuery()) {
            List<String> origins = new ArrayList<>();
            while (r.next()) {
                origins.add(r.getString(1));
            }
            return origins;
        }
    }

    public static void hold(Connection c, String origin, Message message, Instant at) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into held (topic, partition, \"offset\", origin, key, value,"
                        + " since) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            s.setString(1, message.topic());
            s.setInt(2, message.partition());
            s.setLong(3, message.offset());
            s.setString(4, origin);
            s.setBytes(5, message.key());
            s.setBytes(6, message.value());
            s.setTimestamp(7, Timestamp.from(at));
            s.executeUpdate();
        }
    }

    /** Messages that are held of an origin, in their order at the broker, behind {@code last} if there is one. */
    public static List<Held> heldBehind(Connection c, String origin, Optional<Message> last, int limit)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(HELD + " where origin = ?" + PAGE)) {
            s.setString(1, origin);
            page(s, 2, last, limit);
            return held(s);
        }
    }

    /** As {@link #heldBehind}, of these topics and keys. */
    public static List<Held> heldOfKeys(
            Connection c, Collection<String> topics, Collection<byte[]> keys, Optional<Message> last, int limit)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(HELD + " where topic = any(?) and key = any(?)" + PAGE)) {
            s.setArray(1, c.createArrayOf("text", topics.toArray()));
            s.setArray(2, c.createArrayOf("bytea", keys.toArray(byte[][]::new)));
            page(s, 3, last, limit);
            return held(s);
        }
    }

    private static void page(PreparedStatement s, int at, Optional<Message> last, int limit) throws SQLException {
        s.setString(at, last.map(Message::topic).orElse(""));
        s.setInt(at + 1, last.map(Message::partition).orElse(0));
        s.setLong(at + 2, last.map(Message::offset).orElse(0L));
        s.setInt(at + 3, limit);
    }

    private static List<Held> held(PreparedStatement s) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            List<Held> held = new ArrayList<>();
            while (r.next()) {
                Message message = new Message(r.getString(1), r.getInt(2), r.getLong(3), r.getBytes(4), r.getBytes(5));
                held.add(new Held(message, r.getTimestamp(6).toInstant()));
            }
            return held;
        }
    }

    public static void release(Connection c, List<Message> messages) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("delete from held where topic = ? and partition = ? and \"offset\" = ?")) {
            for (Message message : messages) {
                s.setString(1, message.topic());
                s.setInt(2, message.partition());
                s.setLong(3, message.offset());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    public static void quarantine(Connection c, Message message, String reason, Instant at) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into quarantine (topic, partition, \"offset\", reason, value,"
                        + " at) values (?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            s.setString(1, message.topic());
            s.setInt(2, message.partition());
            s.setLong(3, message.offset());
            s.setString(4, reason);
            s.setBytes(5, message.value());
            s.setTimestamp(6, Timestamp.from(at));
            s.executeUpdate();
        }
    }

    /** Rows of {@code held} and {@code quarantine}, in this order. */
    public static long[] countSetAside(Connection c) throws SQLException {
        try (PreparedStatement s =
                        c.prepareStatement("select (select count(*) from held), (select count(*) from quarantine)");
                ResultSet r = s.executeQuery()) {
            r.next();
            return new long[] {r.getLong(1), r.getLong(2)};
        }
    }
}

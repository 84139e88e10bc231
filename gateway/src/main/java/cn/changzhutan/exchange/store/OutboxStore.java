package cn.changzhutan.exchange.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SQL of what the log sealed for other cities: one row a group commit, and the cursor of what the broker has. A message is stored
 * without its proof, which is made when it is published.
 */
public final class OutboxStore {
    /**
     * @param leafIndex the leaf that the message carries
     * @param key the broker's key: messages of one key keep their order
     * @param envelope may be empty
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Message(long leafIndex, String topic, byte[] key, byte[] envelope) {}

    /** @param size everything below this log index was published @param checkpointSize the newest checkpoint published */
    public record Cursor(long size, long checkpointSize) {}

    private OutboxStore() {}

    /** @param messages in order of their leaves, at least one */
    public static void insert(Connection c, List<Message> messages) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into outbox (first_index, last_index, messages) values (?, ?, ?)")) {
            s.setLong(1, messages.get(0).leafIndex());
            s.setLong(2, messages.get(messages.size() - 1).leafIndex());
            s.setBytes(3, encode(messages));
            s.executeUpdate();
        }
    }

    /** Whole groups from log index {@code from} on and below {@code below}, until at least {@code limit} messages are there. */
    public static List<Message> from(Connection c, long from, long below, int limit) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select messages from outbox where first_index >= ? and last_index < ? order by first_index limit ?")) {
            s.setLong(1, from);
            s.setLong(2, below);
            s.setInt(3, Math.max(1, limit));
            s.setFetchSize(16);
            try (ResultSet r = s.executeQuery()) {
                List<Message> messages = new ArrayList<>();
                while (messages.size() < limit && r.next()) {
                    messages.addAll(decode(r.getBytes(1)));
                }
                return messages;
            }
        }
    }

    /** The messages of the leaves of {@code [from, to)} that had one, in order. */
    public static List<Message> ofLeaves(Connection c, long from, long to) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select messages from outbox where first_index < ? and"
                + " first_index >= coalesce((select max(first_index) from outbox where first_index <= ?), 0)"
                + " order by first_index")) {
            s.setLong(1, to);
            s.setLong(2, from);
            s.setFetchSize(16);
            try (ResultSet r = s.executeQuery()) {
                List<Message> messages = new ArrayList<>();
                while (r.next()) {
                    for (Message message : decode(r.getBytes(1))) {
                        if (message.leafIndex() >= from && message.leafIndex() < to) {
                            messages.add(message);
                        }
                    }
                }
                return messages;
            }
        }
    }

    /** The messages of single leaves, far apart, in order. */
    public static List<Message> ofLeaves(Connection c, Collection<Long> leafIndexes) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select messages from outbox where first_index in (select (select"
                + " max(first_index) from outbox where first_index <= i.leaf) from unnest(?) as i(leaf))"
                + " order by first_index")) {
            Set<Long> wanted = new HashSet<>(leafIndexes);
            s.setArray(1, c.createArrayOf("bigint", wanted.toArray()));
            s.setFetchSize(16);
            try (ResultSet r = s.executeQuery()) {
                List<Message> messages = new ArrayList<>();
                while (r.next()) {
                    for (Message message : decode(r.getBytes(1))) {
                        if (wanted.contains(message.leafIndex())) {
                            messages.add(message);
                        }
                    }
                }
                return messages;
            }
        }
    }

    /** The message of one leaf, if it had one. */
    public static Optional<Message> ofLeaf(Connection c, long leafIndex) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select messages from outbox where first_index <= ? order by first_index desc limit 1")) {
            s.setLong(1, leafIndex);
            try (ResultSet r = s.executeQuery()) {
                return r.next()
                        ? decode(r.getBytes(1)).stream()
                                .filter(message -> message.leafIndex() == leafIndex)
                                .findFirst()
                        : Optional.empty();
            }
        }
    }

    public static Cursor cursor(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select size, checkpoint_size from publish_cursor where id = 1");
                ResultSet r = s.executeQuery()) {
            return r.next() ? new Cursor(r.getLong(1), r.getLong(2)) : new Cursor(0, 0);
        }
    }

    /** The next checkpoint that is published is the first of its log. */
    public static void forgetCheckpoint(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update publish_cursor set checkpoint_size = 0 where id = 1")) {
            s.executeUpdate();
        }
    }

    /**
     * Moves without waiting for the flush: what a crash takes back is published again.
     *
     * @return the rows that were written: 1
     */
    public static int moveCursor(Connection c, Cursor cursor) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into publish_cursor as p (id, size, checkpoint_size)"
                + " select 1, ?, ? from set_config('synchronous_commit', 'off', true) on conflict (id) do update set size = greatest(p.size, excluded.size),"
                + " checkpoint_size = greatest(p.checkpoint_size, excluded.checkpoint_size)")) {
            s.setLong(1, cursor.size());
            s.setLong(2, cursor.checkpointSize());
            return s.executeUpdate();
        }
    }

    private static byte[] encode(List<Message> messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(messages.size() * 2048);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Message message : messages) {
                out.writeLong(message.leafIndex());
                out.writeUTF(message.topic());
                out.writeShort(message.key().length);
                out.write(message.key());
                out.writeInt(message.envelope().length);
                out.write(message.envelope());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static List<Message> decode(byte[] bytes) throws SQLException {
        List<Message> messages = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (in.available() > 0) {
                long index = in.readLong();
                String topic = in.readUTF();
                byte[] key = in.readNBytes(in.readUnsignedShort());
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw new SQLException("outbox: a row has a message of " + length + " bytes");
                }
                messages.add(new Message(index, topic, key, in.readNBytes(length)));
            }
        } catch (IOException e) {
            throw new SQLException("outbox: a row ends inside a message", e);
        }
        return messages;
    }
}

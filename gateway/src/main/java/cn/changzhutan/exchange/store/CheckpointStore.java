package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQL of the log's signed checkpoints. Every method works in the caller's transaction. */
public final class CheckpointStore {
    private CheckpointStore() {}

    /**
     * Saves without waiting for the flush: a note that a crash took can be made again from the durable head.
     *
     * @return the rows that were written
     */
    public static int save(Connection c, long size, String note) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into log_checkpoint (size, note) select ?, ?"
                + " from set_config('synchronous_commit', 'off', true) on conflict (size) do nothing")) {
            s.setLong(1, size);
            s.setString(2, note);
            return s.executeUpdate();
        }
    }

    /** The signed note of a checkpoint of exactly this size. */
    public static Optional<String> at(Connection c, long size) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select note from log_checkpoint where size = ?")) {
            s.setLong(1, size);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(r.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * A signed checkpoint.
     *
     * @param size as the row names it; the note says its own
     * @param cosigned the same checkpoint with the lines of witnesses; null if it did not go to them
     */
    public record Stored(long size, String note, String cosigned) {}

    /** Signed checkpoints above a size, in order of size. */
    public static List<Stored> after(Connection c, long size, int limit) throws SQLException {
        return select(c, "where k.size > ? order by k.size limit ?", size, limit);
    }

    /** The newest signed checkpoint. */
    public static Optional<Stored> newest(Connection c) throws SQLException {
        return select(c, "where k.size >= ? order by k.size desc limit ?", 0, 1).stream()
                .findFirst();
    }

    private static List<Stored> select(Connection c, String which, long size, int limit) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select k.size, k.note, w.note from log_checkpoint k"
                + " left join cosigned_checkpoint w on w.size = k.size " + which)) {
            s.setLong(1, size);
            s.setInt(2, limit);
            try (ResultSet r = s.executeQuery()) {
                List<Stored> checkpoints = new ArrayList<>();
                while (r.next()) {
                    checkpoints.add(new Stored(r.getLong(1), r.getString(2), r.getString(3)));
                }
                return checkpoints;
            }
        }
    }

    /** The size of the newest signed checkpoint; 0 if there is none. */
    public static long publishedSize(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select coalesce(max(size), 0) from log_checkpoint");
                ResultSet r = s.executeQuery()) {
            r.next();
            return r.getLong(1);
        }
    }
}

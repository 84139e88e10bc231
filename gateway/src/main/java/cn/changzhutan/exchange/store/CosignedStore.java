package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** SQL of this city's checkpoints that went to witnesses. Every method works in the caller's transaction. */
public final class CosignedStore {
    /**
     * A checkpoint with the cosignatures that it has so far.
     *
     * @param note the signed note, the witnesses' lines behind the log's
     * @param quorumAt when the policy's quorum was complete; empty if it is not
     */
    public record Cosigned(long size, String note, Optional<Instant> quorumAt) {}

    private static final String ROW = "select size, note, quorum_at from cosigned_checkpoint ";

    private CosignedStore() {}

    public static Optional<Cosigned> newestWithQuorum(Connection c) throws SQLException {
        return one(c, ROW + "where quorum_at is not null and size >= ? order by size desc limit 1", 0);
    }

    /** The first one with quorum that is larger than {@code size}. */
    public static Optional<Cosigned> firstWithQuorumAbove(Connection c, long size) throws SQLException {
        return one(c, ROW + "where quorum_at is not null and size > ? order by size limit 1", size);
    }

    public static Optional<Cosigned> at(Connection c, long size) throws SQLException {
        return one(c, ROW + "where size = ?", size);
    }

    /** The largest that was submitted, whatever came back. */
    public static Optional<Cosigned> newest(Connection c) throws SQLException {
        return one(c, ROW + "where size >= ? order by size desc limit 1", 0);
    }

    /** As {@link #at}; nobody else changes the row until the transaction ends. */
    public static Optional<Cosigned> lock(Connection c, long size) throws SQLException {
        return one(c, ROW + "where size = ? for update", size);
    }

    /** Keeps a checkpoint that is about to be submitted, unless it is there. */
    public static void insert(Connection c, Cosigned cosigned, Instant at) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into cosigned_checkpoint (size, note, submitted_at, quorum_at)"
                        + " values (?, ?, ?, ?) on conflict (size) do nothing")) {
            s.setLong(1, cosigned.size());
            s.setString(2, cosigned.note());
            s.setTimestamp(3, Timestamp.from(at));
            s.setTimestamp(4, cosigned.quorumAt().map(Timestamp::from).orElse(null));
            s.executeUpdate();
        }
    }

    public static void update(Connection c, Cosigned cosigned) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("update cosigned_checkpoint set note = ?, quorum_at = ? where size = ?")) {
            s.setString(1, cosigned.note());
            s.setTimestamp(2, cosigned.quorumAt().map(Timestamp::from).orElse(null));
            s.setLong(3, cosigned.size());
            s.executeUpdate();
        }
    }

    private static Optional<Cosigned> one(Connection c, String sql, long size) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setLong(1, size);
            try (ResultSet r = s.executeQuery()) {
                return r.next()
                        ? Optional.of(new Cosigned(
                                r.getLong(1),
                                r.getString(2),
                                Optional.ofNullable(r.getTimestamp(3)).map(Timestamp::toInstant)))
                        : Optional.empty();
            }
        }
    }
}

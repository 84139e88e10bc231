package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** SQL of the epochs of this city's log. Every method works in the caller's transaction. */
public final class EpochStore {
    /** @param firstIndex of the entry with which the epoch begins */
    public record Epoch(
            long firstIndex,
            String origin,
            String formerOrigin,
            String reason,
            String approver,
            String secondApprover,
            Instant startedAt) {}

    private EpochStore() {}

    public static void insert(Connection c, Epoch epoch) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into log_epoch (first_index, origin, former_origin, reason,"
                        + " approver, second_approver, started_at) values (?, ?, ?, ?, ?, ?, ?)")) {
            s.setLong(1, epoch.firstIndex());
            s.setString(2, epoch.origin());
            s.setString(3, epoch.formerOrigin());
            s.setString(4, epoch.reason());
            s.setString(5, epoch.approver());
            s.setString(6, epoch.secondApprover());
            s.setTimestamp(7, Timestamp.from(epoch.startedAt()));
            s.executeUpdate();
        }
    }

    /** The epoch that has this origin; empty for the first, which has no row. */
    public static Optional<Epoch> of(Connection c, String origin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select first_index, origin, former_origin, reason, approver,"
                + " second_approver, started_at from log_epoch where origin = ?")) {
            s.setString(1, origin);
            try (ResultSet r = s.executeQuery()) {
                return r.next()
                        ? Optional.of(new Epoch(
                                r.getLong(1),
                                r.getString(2),
                                r.getString(3),
                                r.getString(4),
                                r.getString(5),
                                r.getString(6),
                                r.getTimestamp(7).toInstant()))
                        : Optional.empty();
            }
        }
    }
}

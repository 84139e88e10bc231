package cn.changzhutan.exchange.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * SQL that destroys payloads: the keys of an exchange's side row, at the receiver the envelope too, since the city's own
 * key-encryption key would open it again. Leaves are never touched. Every method works in the caller's transaction.
 */
public final class ErasureStore {
    /** What stands in the way of erasing an exchange, if anything. */
    public enum Standing {
        CLOSED,
        OPEN,
        ERASED
    }

    /**
     * An erasure that somebody asked for.
     *
     * @param approvedBy null while it waits for a second user
     * @param erased how many exchanges it erased; null while it was not carried out
     */
    public record Request(
            UUID id,
            String ground,
            List<UUID> exchanges,
            String requestedBy,
            Instant requestedAt,
            String approvedBy,
            Instant approvedAt,
            Integer erased) {
        public Request {
            exchanges = List.copyOf(exchanges);
        }
    }

    private ErasureStore() {}

    /** Of those that this city sent or received. */
    public static Map<UUID, Standing> standing(Connection c, Collection<UUID> exchanges) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select id, state, erased_at is not null from exchange"
                        + " where id = any(?) union all select id, state, erased_at is not null from inbox where id = any(?)")) {
            Array ids = c.createArrayOf("uuid", exchanges.toArray());
            s.setArray(1, ids);
            s.setArray(2, ids);
            try (ResultSet r = s.executeQuery()) {
                Map<UUID, Standing> standing = new HashMap<>();
                while (r.next()) {
                    boolean open = r.getString(2).equals("OPEN");
                    standing.put(
                            r.getObject(1, UUID.class),
                            r.getBoolean(3) ? Standing.ERASED : open ? Standing.OPEN : Standing.CLOSED);
                }
                return standing;
            }
        }
    }

    /**
     * Destroys keys, slips and amounts, at the receiver the envelopes too, and removes what finds the exchanges by a person. The ordering key
     * stays where a revision does: without it a late older version would be taken for news.
     *
     * @param exchanges closed, each sent or received by this city
     */
    public static void erase(Connection c, Collection<UUID> exchanges, Instant at) throws SQLException {
        IndexStore.lockCursor(c); // whoever fills the index may hold the same rows in another order
        Array ids = c.createArrayOf("uuid", exchanges.toArray());
        run(
                c,
                "update exchange set record_key = null, return_slip = null, return_key = null, amount = null,"
                        + " erased_at = ? where id = any(?) and state <> 'OPEN'",
                at,
                ids);
        try (PreparedStatement s = c.prepareStatement(
                "update received_content set record_key = null, envelope = ''"
                        + " where received_index in (select received_index from inbox where id = any(?) and state <> 'OPEN')")) {
            s.setArray(1, ids);
            s.executeUpdate();
        }
        run(
                c,
                "update inbox set amount = null, erased_at = ?, ordering_key ="
                        + " case when revision is null then ''::bytea else ordering_key end"
                        + " where id = any(?) and state <> 'OPEN'",
                at,
                ids);
        IndexStore.removeTags(c, exchanges);
    }

    private static void run(Connection c, String sql, Instant at, Array ids) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setTimestamp(1, Timestamp.from(at));
            s.setArray(2, ids);
            s.executeUpdate();
        }
    }

    /** Exchanges that were closed before {@code before} and still have their payload. */
    public static List<UUID> retained(Connection c, Instant before, int limit) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("(select id from exchange where erased_at is null"
                + " and state <> 'OPEN' and closed_at < ? limit ?) union all (select id from inbox"
                + " where erased_at is null and state <> 'OPEN' and closed_at < ? limit ?) limit ?")) {
            s.setTimestamp(1, Timestamp.from(before));
            s.setInt(2, limit);
            s.setTimestamp(3, Timestamp.from(before));
            s.setInt(4, limit);
            s.setInt(5, limit);
            try (ResultSet r = s.executeQuery()) {
                List<UUID> ids = new ArrayList<>();
                while (r.next()) {
                    ids.add(r.getObject(1, UUID.class));
                }
                return ids;
            }
        }
    }

    /** Deletes messages that were set aside before. @return how many */
    public static int dropQuarantined(Connection c, Instant before) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("delete from quarantine where at < ?")) {
            s.setTimestamp(1, Timestamp.from(before));
            return s.executeUpdate();
        }
    }

    /**
     * Deletes what was asked of the log before, and the blind tags of it: who was asked for stands in a question too.
     *
     * @return how many questions
     */
    public static int dropQueries(Connection c, Instant before) throws SQLException {
        IndexStore.lockCursor(c);
        String old = "select e.leaf_index from audit_entry e join audit_class k on k.id = e.class"
                + " where k.event = 'LOG_QUERIED' and e.at < ?";
        try (PreparedStatement s = c.prepareStatement("delete from audit_tag where leaf_index in (" + old + ")")) {
            s.setTimestamp(1, Timestamp.from(before));
            s.executeUpdate();
        }
        try (PreparedStatement s = c.prepareStatement("delete from audit_query where leaf_index in (" + old + ")")) {
            s.setTimestamp(1, Timestamp.from(before));
            return s.executeUpdate();
        }
    }

    public static void insert(Connection c, Request request) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into erasure (id, ground, exchanges, requested_by,"
                + " requested_at, approved_by, approved_at, erased) values (?,?,?,?,?,?,?,?)")) {
            s.setObject(1, request.id());
            s.setString(2, request.ground());
            s.setArray(3, c.createArrayOf("uuid", request.exchanges().toArray()));
            s.setString(4, request.requestedBy());
            s.setTimestamp(5, Timestamp.from(request.requestedAt()));
            s.setString(6, request.approvedBy());
            s.setTimestamp(7, request.approvedAt() == null ? null : Timestamp.from(request.approvedAt()));
            s.setObject(8, request.erased());
            s.executeUpdate();
        }
    }

    /** Of two approvals the first counts. @return false if it had one */
    public static boolean approve(Connection c, UUID id, String by, Instant at) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "update erasure set approved_by = ?, approved_at = ? where id = ? and approved_by is null")) {
            s.setString(1, by);
            s.setTimestamp(2, Timestamp.from(at));
            s.setObject(3, id);
            return s.executeUpdate() == 1;
        }
    }

    public static void done(Connection c, UUID id, int erased) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update erasure set erased = ? where id = ?")) {
            s.setInt(1, erased);
            s.setObject(2, id);
            s.executeUpdate();
        }
    }

    public static Optional<Request> find(Connection c, UUID id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select id, ground, exchanges, requested_by, requested_at,"
                + " approved_by, approved_at, erased from erasure where id = ?")) {
            s.setObject(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(read(r)) : Optional.empty();
            }
        }
    }

    private static Request read(ResultSet r) throws SQLException {
        Timestamp approvedAt = r.getTimestamp(7);
        return new Request(
                r.getObject(1, UUID.class),
                r.getString(2),
                Arrays.asList((UUID[]) r.getArray(3).getArray()),
                r.getString(4),
                r.getTimestamp(5).toInstant(),
                r.getString(6),
                approvedAt == null ? null : approvedAt.toInstant(),
                r.getObject(8, Integer.class));
    }
}

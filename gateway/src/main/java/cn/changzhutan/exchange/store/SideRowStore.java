package cn.changzhutan.exchange.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** SQL that reads what hangs on leaves, for the search index: wrapped keys, envelopes, the sender's leaf. Writes nothing but queries. */
public final class SideRowStore {
    /** @param recordKey wrapped for the archive; null once erased @param amount null where there is none, or once erased */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sent(byte[] recordKey, BigDecimal amount) {}

    /**
     * @param leaf the sender's
     * @param envelope null or empty once erased
     * @param recordKey as of {@link Sent}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Received(String system, byte[] leaf, byte[] envelope, byte[] recordKey, BigDecimal amount) {}

    private SideRowStore() {}

    public static Map<UUID, Sent> sent(Connection c, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("select id, record_key, amount from exchange where id = any(?)")) {
            s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
            try (ResultSet r = s.executeQuery()) {
                Map<UUID, Sent> rows = new HashMap<>();
                while (r.next()) {
                    rows.put(r.getObject(1, UUID.class), new Sent(r.getBytes(2), r.getBigDecimal(3)));
                }
                return rows;
            }
        }
    }

    public static Map<UUID, Received> received(Connection c, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select id, system, leaf, envelope, record_key, amount from inbox"
                + " join received_content using (received_index) where id = any(?)")) {
            s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
            try (ResultSet r = s.executeQuery()) {
                Map<UUID, Received> rows = new HashMap<>();
                while (r.next()) {
                    rows.put(
                            r.getObject(1, UUID.class),
                            new Received(
                                    r.getString(2), r.getBytes(3), r.getBytes(4), r.getBytes(5), r.getBigDecimal(6)));
                }
                return rows;
            }
        }
    }

    /** The content of LOG_QUERIED entries by leaf index, encrypted. */
    public static Map<Long, byte[]> queries(Connection c, Collection<Long> leafIndexes) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("select leaf_index, content from audit_query where leaf_index = any(?)")) {
            s.setArray(1, c.createArrayOf("bigint", leafIndexes.toArray()));
            try (ResultSet r = s.executeQuery()) {
                Map<Long, byte[]> rows = new HashMap<>();
                while (r.next()) {
                    rows.put(r.getLong(1), r.getBytes(2));
                }
                return rows;
            }
        }
    }

    public static void saveQuery(Connection c, long leafIndex, byte[] content) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into audit_query (leaf_index, content) values (?, ?)")) {
            s.setLong(1, leafIndex);
            s.setBytes(2, content);
            s.executeUpdate();
        }
    }
}

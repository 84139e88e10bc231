package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** SQL of what evidence of one exchange is made of. Every method works in the caller's transaction. */
public final class EvidenceStore {
    /**
     * What this city sent.
     *
     * @param closedIndex log index of RECEIPT; null while open
     * @param recordKey wrapped for the archive; null once erased
     * @param receiptLeaf the receiver's leaf that closed it, {@code receiptPath} its inclusion proof; null while open
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sent(
            String toCity,
            String system,
            String state,
            long leafIndex,
            Long closedIndex,
            byte[] recordKey,
            byte[] receiptLeaf,
            byte[] receiptPath) {}

    /**
     * What this city received.
     *
     * @param counterpart where the sender's leaf stands, as the log package encodes it; {@code leafPath} its inclusion proof there
     * @param closedIndex log index of DELIVERED or RETURNED; null while open
     * @param envelope and {@code recordKey}: null once erased
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Received(
            String fromCity,
            String system,
            String state,
            long receivedIndex,
            Long closedIndex,
            byte[] leaf,
            byte[] leafPath,
            byte[] counterpart,
            byte[] envelope,
            byte[] recordKey) {}

    private EvidenceStore() {}

    public static Optional<Sent> sent(Connection c, UUID id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select to_city, system, state, leaf_index, closed_index, record_key,"
                        + " r.leaf, r.path from exchange e left join exchange_receipt r using (closed_index) where id = ?")) {
            s.setObject(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next()
                        ? Optional.of(new Sent(
                                r.getString(1),
                                r.getString(2),
                                r.getString(3),
                                r.getLong(4),
                                r.getObject(5, Long.class),
                                r.getBytes(6),
                                r.getBytes(7),
                                r.getBytes(8)))
                        : Optional.empty();
            }
        }
    }

    public static Optional<Received> received(Connection c, UUID id) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("select from_city, system, state, received_index, closed_index, leaf,"
                        + " leaf_path, counterpart, envelope, record_key from inbox join received_content using (received_index)"
                        + " where id = ?")) {
            s.setObject(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next()
                        ? Optional.of(new Received(
                                r.getString(1),
                                r.getString(2),
                                r.getString(3),
                                r.getLong(4),
                                r.getObject(5, Long.class),
                                r.getBytes(6),
                                r.getBytes(7),
                                r.getBytes(8),
                                r.getBytes(9),
                                r.getBytes(10)))
                        : Optional.empty();
            }
        }
    }
}

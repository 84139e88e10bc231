package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SQL of what stands behind a row of the inbox and does not change until it is erased. Every method works in the caller's transaction. */
public final class ReceivedStore {
    private static final List<String> COLUMNS =
            List.of("received_index", "leaf", "leaf_path", "counterpart", "envelope", "record_key");

    /**
     * @param receivedIndex index of RECEIVED in this city's log
     * @param leaf the sender's ACCEPTED leaf, exact bytes
     * @param leafPath its inclusion proof under the checkpoint of the counterpart
     * @param counterpart where that leaf stands, as the log package encodes it
     * @param envelope empty once erased
     * @param recordKey wrapped for the archive; null once erased
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(
            long receivedIndex, byte[] leaf, byte[] leafPath, byte[] counterpart, byte[] envelope, byte[] recordKey) {}

    private ReceivedStore() {}

    public static void insert(Connection c, List<Content> contents) throws SQLException {
        CopyRows.into(c, "received_content", COLUMNS, contents, (values, content) -> {
            values.number(content.receivedIndex());
            values.bytes(content.leaf());
            values.bytes(content.leafPath());
            values.bytes(content.counterpart());
            values.bytes(content.envelope());
            values.bytes(content.recordKey());
        });
    }

    /** By their log index. */
    public static Map<Long, Content> byIndexes(Connection c, Collection<Long> receivedIndexes) throws SQLException {
        if (receivedIndexes.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement s = c.prepareStatement(
                "select " + String.join(", ", COLUMNS) + " from received_content where received_index = any(?)")) {
            s.setArray(1, c.createArrayOf("bigint", receivedIndexes.toArray()));
            try (ResultSet r = s.executeQuery()) {
                Map<Long, Content> contents = new HashMap<>();
                while (r.next()) {
                    contents.put(
                            r.getLong(1),
                            new Content(
                                    r.getLong(1),
                                    r.getBytes(2),
                                    r.getBytes(3),
                                    r.getBytes(4),
                                    r.getBytes(5),
                                    r.getBytes(6)));
                }
                return contents;
            }
        }
    }
}

package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** SQL of the digests of the files that people edit, as they were when last logged. */
public final class EditedFileStore {
    private EditedFileStore() {}

    public static SortedMap<String, String> digests(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select name, digest from edited_file");
                ResultSet r = s.executeQuery()) {
            SortedMap<String, String> digests = new TreeMap<>();
            while (r.next()) {
                digests.put(r.getString(1), r.getString(2));
            }
            return digests;
        }
    }

    public static void replace(Connection c, Map<String, String> digests) throws SQLException {
        try (PreparedStatement delete = c.prepareStatement("delete from edited_file")) {
            delete.executeUpdate();
        }
        try (PreparedStatement s = c.prepareStatement("insert into edited_file (name, digest) values (?, ?)")) {
            for (var file : digests.entrySet()) {
                s.setString(1, file.getKey());
                s.setString(2, file.getValue());
                s.addBatch();
            }
            s.executeBatch();
        }
    }
}

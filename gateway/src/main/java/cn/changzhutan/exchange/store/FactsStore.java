package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** SQL of {@code audit_class}: the combinations of facts, one row each. Only the holder of the index cursor adds any. */
final class FactsStore {
    private static final String NAMES = String.join(", ", Facts.COLUMNS);

    private FactsStore() {}

    /** The id of each, made where it is new. */
    static Map<Facts, Integer> ids(Connection c, Collection<Facts> wanted) throws SQLException {
        Set<Facts> distinct = new HashSet<>(wanted);
        Map<Facts, Integer> ids = distinct.isEmpty() ? new HashMap<>() : read(c, distinct);
        distinct.removeAll(ids.keySet());
        if (!distinct.isEmpty()) {
            insert(c, distinct);
            ids.putAll(read(c, distinct));
        }
        return ids;
    }

    private static Map<Facts, Integer> read(Connection c, Set<Facts> wanted) throws SQLException {
        String sql = "select id, " + NAMES + " from audit_class where (" + NAMES + ") in (select * from unnest("
                + "?::text[]" + ", ?::text[]".repeat(Facts.COLUMNS.size() - 1) + "))";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < Facts.COLUMNS.size(); i++) {
                int column = i;
                s.setArray(
                        i + 1,
                        c.createArrayOf(
                                "text",
                                wanted.stream()
                                        .map(each -> each.values().get(column))
                                        .toArray()));
            }
            try (ResultSet r = s.executeQuery()) {
                Map<Facts, Integer> ids = new HashMap<>();
                while (r.next()) {
                    ids.put(read(r, 2), r.getInt(1));
                }
                return ids;
            }
        }
    }

    /** @param from the number of the first column */
    static Facts read(ResultSet r, int from) throws SQLException {
        List<String> values = new ArrayList<>(Facts.COLUMNS.size());
        for (int i = 0; i < Facts.COLUMNS.size(); i++) {
            values.add(r.getString(from + i));
        }
        return Facts.of(values);
    }

    private static void insert(Connection c, Set<Facts> fresh) throws SQLException {
        String sql = "insert into audit_class (" + NAMES + ") values (?" + ",?".repeat(Facts.COLUMNS.size() - 1) + ")";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (Facts facts : fresh) {
                List<String> values = facts.values();
                for (int i = 0; i < values.size(); i++) {
                    s.setString(i + 1, values.get(i));
                }
                s.addBatch();
            }
            s.executeBatch();
        }
    }
}

package cn.changzhutan.exchange.store;

import cn.changzhutan.exchange.store.IndexFilter.Position;
import cn.changzhutan.exchange.store.IndexFilter.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * SQL that reads the search index, newest entry first. Each way reads an index in the order of the answer, so that a page costs what it
 * shows and not what the log holds. Every method works in the caller's transaction.
 */
public final class IndexSearch {
    /**
     * Combinations of facts that are read one by one and merged. With more of them the log is read backwards in time instead: that many
     * combinations are a good part of it.
     */
    static final int MERGED = 512;

    private static final String NEWEST_FIRST = " order by e.at desc, e.leaf_index desc limit ?";

    private IndexSearch() {}

    /** At most {@code limit} entries that come after a place in the order. */
    public static List<IndexStore.Entry> search(Connection c, IndexFilter filter, Optional<Position> after, int limit)
            throws SQLException {
        Sql sql;
        if (filter.exchange().isPresent()) {
            sql = ofExchange(filter, after, limit);
        } else if (!filter.tags().isEmpty()) {
            sql = ofTag(filter, after, limit);
        } else if (!filter.facts().isEmpty()) {
            int[] classes = classes(c, filter);
            if (classes.length == 0) {
                return List.of();
            }
            sql = classes.length <= MERGED
                    ? merged(filter, classes, after, limit)
                    : backwards(filter, Optional.of(classes), after, limit);
        } else {
            sql = backwards(filter, Optional.empty(), after, limit);
        }
        try (PreparedStatement s = sql.prepare(c)) {
            return IndexStore.read(s);
        }
    }

    private static Sql ofExchange(IndexFilter filter, Optional<Position> after, int limit) {
        Sql sql = new Sql()
                .add(
                        IndexStore.SELECT + " where e.exchange = ?",
                        filter.exchange().orElseThrow());
        filter.facts(sql);
        filter.tags(sql, 0);
        filter.range(sql, "e", after);
        return sql.add(NEWEST_FIRST, limit);
    }

    private static Sql ofTag(IndexFilter filter, Optional<Position> after, int limit) {
        Sql sql = new Sql()
                .add(
                        "select " + IndexStore.ENTRY
                                + " from audit_tag t join audit_entry e on e.leaf_index = t.leaf_index"
                                + " join audit_class k on k.id = e.class where t.tag = ?",
                        filter.tags().get(0));
        filter.range(sql, "t", after);
        filter.tags(sql, 1);
        filter.facts(sql);
        return sql.add(" order by t.at desc, t.leaf_index desc limit ?", limit);
    }

    /** Of each combination its newest, then the newest of all. */
    private static Sql merged(IndexFilter filter, int[] classes, Optional<Position> after, int limit) {
        Sql sql = new Sql()
                .add(
                        "select " + IndexStore.ENTRY + " from (select p.leaf_index from unnest(?) as x(class)"
                                + " cross join lateral (select e.at, e.leaf_index from audit_entry e where e.class = x.class",
                        (Object) classes);
        filter.range(sql, "e", after);
        return sql.add(NEWEST_FIRST, limit)
                .add(
                        ") p order by p.at desc, p.leaf_index desc limit ?) q"
                                + " join audit_entry e on e.leaf_index = q.leaf_index join audit_class k on k.id = e.class",
                        limit)
                .add(NEWEST_FIRST, limit);
    }

    private static Sql backwards(IndexFilter filter, Optional<int[]> classes, Optional<Position> after, int limit) {
        Sql sql = new Sql().add(IndexStore.SELECT + " where true");
        classes.ifPresent(ids -> sql.add(" and e.class = any(?)", (Object) ids));
        filter.range(sql, "e", after);
        return sql.add(NEWEST_FIRST, limit);
    }

    /** The combinations that fit. */
    static int[] classes(Connection c, IndexFilter filter) throws SQLException {
        Sql sql = new Sql().add("select k.id from audit_class k where true");
        filter.facts(sql);
        try (PreparedStatement s = sql.prepare(c);
                ResultSet r = s.executeQuery()) {
            IntStream.Builder ids = IntStream.builder();
            while (r.next()) {
                ids.add(r.getInt(1));
            }
            return ids.build().toArray();
        }
    }
}

package cn.changzhutan.exchange.store;

import cn.changzhutan.exchange.store.IndexFilter.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQL that counts and sums the entries of the search index in groups. Every method works in the caller's transaction. */
public final class IndexCount {
    /** What makes a group: a fact, a stretch of time in China, or what stands behind a blind tag. */
    public sealed interface Group {}

    public record ByFact(Fact fact) implements Group {}

    /** By calendar day, or by month. */
    public record ByTime(boolean month) implements Group {}

    /** @param label number of the tag's label */
    public record ByTag(int label) implements Group {}

    /**
     * @param keys in order of the groups asked for; of a tag its hex
     * @param amount null where none of them has one
     * @param sample log index of one of them: where a tag can be opened
     */
    public record Row(List<String> keys, long count, BigDecimal amount, long sample) {}

    private IndexCount() {}

    /** The largest groups, at most {@code limit}. At most one of the groups is a tag. */
    public static List<Row> count(Connection c, IndexFilter filter, List<Group> groups, int limit) throws SQLException {
        Optional<ByTag> tag = groups.stream()
                .filter(ByTag.class::isInstance)
                .map(ByTag.class::cast)
                .findFirst();
        List<String> keys = groups.stream().map(IndexCount::key).toList();
        // First by class, which is a number, then by what the classes mean.
        String time = groups.stream()
                .filter(ByTime.class::isInstance)
                .map(group ->
                        ", " + timeOf((ByTime) group) + " as " + key(group).substring(2))
                .distinct()
                .reduce("", String::concat);
        String timeKeys = groups.stream()
                .filter(ByTime.class::isInstance)
                .map(group -> ", " + key(group).substring(2))
                .distinct()
                .reduce("", String::concat);
        Sql sql = new Sql()
                .add("select "
                        + String.join("", keys.stream().map(key -> key + ", ").toList())
                        + "sum(a.n), sum(a.amount), max(a.sample) from (select e.class" + time
                        + (tag.isPresent() ? ", g.tag" : "")
                        + ", count(*) as n, sum(e.amount) as amount, max(e.leaf_index) as sample from audit_entry e");
        tag.ifPresent(by -> sql.add(" join audit_tag g on g.leaf_index = e.leaf_index and g.label = ?", by.label()));
        where(c, filter, sql);
        sql.add(" group by e.class" + timeKeys + (tag.isPresent() ? ", g.tag" : "")
                + ") a join audit_class k on k.id = a.class");
        if (!keys.isEmpty()) {
            sql.add(" group by " + String.join(", ", keys));
        }
        sql.add(" order by sum(a.n) desc, max(a.sample) desc limit ?", limit);
        try (PreparedStatement s = sql.prepare(c)) {
            return read(s, groups.size());
        }
    }

    private static void where(Connection c, IndexFilter filter, Sql sql) throws SQLException {
        List<byte[]> tags = filter.tags();
        if (!tags.isEmpty()) {
            sql.add(" join audit_tag t on t.leaf_index = e.leaf_index and t.tag = ?", tags.get(0));
        }
        sql.add(" where true");
        filter.tags(sql, 1);
        filter.exchange().ifPresent(id -> sql.add(" and e.exchange = ?", id));
        if (!filter.facts().isEmpty()) {
            sql.add(" and e.class = any(?)", (Object) IndexSearch.classes(c, filter));
        }
        filter.range(sql, "e", Optional.empty());
    }

    private static String timeOf(ByTime by) {
        return "to_char(e.at at time zone 'Asia/Shanghai', '" + (by.month() ? "YYYY-MM" : "YYYY-MM-DD") + "')";
    }

    private static String key(Group group) {
        if (group instanceof ByFact by) {
            return "k." + by.fact().column();
        }
        if (group instanceof ByTime by) {
            return by.month() ? "a.month" : "a.day";
        }
        return "encode(a.tag, 'hex')";
    }

    private static List<Row> read(PreparedStatement s, int groups) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (r.next()) {
                if (r.getObject(groups + 1) == null) {
                    continue; // of nothing there is one row without groups
                }
                List<String> keys = new ArrayList<>(groups);
                for (int i = 1; i <= groups; i++) {
                    keys.add(r.getString(i));
                }
                rows.add(new Row(
                        List.copyOf(keys), r.getLong(groups + 1), r.getBigDecimal(groups + 2), r.getLong(groups + 3)));
            }
            return rows;
        }
    }
}

package cn.changzhutan.exchange.store;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SQL of the counts a pair of cities, kind and type. They change in the transaction that changes what they count, so that
 * accepted = delivered + returned + pending holds at every commit; pending is counted from the exchanges themselves.
 */
public final class TallyStore {
    /** OUT: this city sent; IN: this city received. */
    public enum Direction {
        OUT,
        IN
    }

    /** What is counted. IN uses ACCEPTED for received records. */
    public enum Count {
        ACCEPTED,
        DELIVERED,
        RETURNED,
        REFUSED
    }

    public record Row(
            Direction direction,
            String peer,
            String kind,
            String type,
            long accepted,
            long delivered,
            long returned,
            long refused,
            long pending) {}

    /** What one transaction adds. Not thread-safe. */
    public static final class Counts {
        private final SortedMap<Key, Map<Count, Long>> added = new TreeMap<>();

        /** One more. */
        public void add(Direction direction, City peer, RecordType type, Count what) {
            Key key = new Key(direction, peer.name(), type.kind(), type.type());
            added.computeIfAbsent(key, each -> new EnumMap<>(Count.class)).merge(what, 1L, Long::sum);
        }
    }

    private record Key(Direction direction, String peer, String kind, String type) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::direction)
                .thenComparing(Key::peer)
                .thenComparing(Key::kind)
                .thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private TallyStore() {}

    /** Adds to the counts; in a fixed order, so that two transactions cannot wait for each other. */
    public static void add(Connection c, Counts counts) throws SQLException {
        if (counts.added.isEmpty()) {
            return;
        }
        try (PreparedStatement s = c.prepareStatement("insert into tally as t (direction, peer, kind, type, accepted,"
                + " delivered, returned, refused) select * from unnest(?::text[], ?::text[], ?::text[], ?::text[],"
                + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) on conflict (direction, peer, kind, type)"
                + " do update set accepted = t.accepted + excluded.accepted, delivered = t.delivered + excluded.delivered,"
                + " returned = t.returned + excluded.returned, refused = t.refused + excluded.refused")) {
            Columns<Map.Entry<Key, Map<Count, Long>>> columns =
                    new Columns<>(c, s, List.copyOf(counts.added.entrySet()));
            columns.set("text", each -> each.getKey().direction().name());
            columns.set("text", each -> each.getKey().peer());
            columns.set("text", each -> each.getKey().kind());
            columns.set("text", each -> each.getKey().type());
            for (Count count : Count.values()) {
                columns.set("bigint", each -> each.getValue().getOrDefault(count, 0L));
            }
            s.executeUpdate();
        }
    }

    /** All counts, with what is open now counted independently of them. */
    public static List<Row> all(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select t.direction, t.peer, t.kind, t.type, accepted, delivered,"
                        + " returned, refused, coalesce(o.open, 0) from tally t left join ("
                        + " select 'OUT' as direction, to_city as peer, kind, type, count(*) as open from exchange"
                        + " where state = 'OPEN' group by to_city, kind, type union all"
                        + " select 'IN', from_city, kind, type, count(*) from inbox where state = 'OPEN'"
                        + " group by from_city, kind, type) o using (direction, peer, kind, type)"
                        + " order by t.direction, t.peer, t.kind, t.type");
                ResultSet r = s.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (r.next()) {
                rows.add(new Row(
                        Direction.valueOf(r.getString(1)),
                        r.getString(2),
                        r.getString(3),
                        r.getString(4),
                        r.getLong(5),
                        r.getLong(6),
                        r.getLong(7),
                        r.getLong(8),
                        r.getLong(9)));
            }
            return rows;
        }
    }
}

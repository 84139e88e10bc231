package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which entries of the index are asked for: all of these hold. Immutable.
 *
 * @param tags blind tags, each of which the entry must carry; the rarest first
 * @param from earliest time, inclusive @param to latest time, exclusive
 */
public record IndexFilter(
        Map<Fact, String> facts,
        List<byte[]> tags,
        Optional<UUID> exchange,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** A place in the order newest first; the page after it holds what comes later in that order. */
    public record Position(Instant at, long leafIndex) {}

    public IndexFilter {
        facts = Map.copyOf(facts);
        tags = List.copyOf(tags);
    }

    /** SQL text with its parameters in order. */
    static final class Sql {
        private final StringBuilder text = new StringBuilder(512);
        private final List<Object> values = new ArrayList<>();

        Sql add(String part, Object... parameters) {
            text.append(part);
            values.addAll(List.of(parameters));
            return this;
        }

        PreparedStatement prepare(Connection c) throws SQLException {
            PreparedStatement s = c.prepareStatement(text.toString());
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                if (value instanceof Instant instant) {
                    s.setTimestamp(i + 1, Timestamp.from(instant));
                } else if (value instanceof byte[] bytes) {
                    s.setBytes(i + 1, bytes);
                } else if (value instanceof int[] numbers) {
                    Integer[] boxed = java.util.Arrays.stream(numbers).boxed().toArray(Integer[]::new);
                    s.setArray(i + 1, c.createArrayOf("integer", boxed));
                } else {
                    s.setObject(i + 1, value);
                }
            }
            return s;
        }
    }

    /** Conditions on time and place in the order. @param row {@code e} or {@code t}: what has the columns at and leaf_index */
    void range(Sql sql, String row, Optional<Position> after) {
        from.ifPresent(time -> sql.add(" and " + row + ".at >= ?", time));
        to.ifPresent(time -> sql.add(" and " + row + ".at < ?", time));
        after.ifPresent(place ->
                sql.add(" and (" + row + ".at, " + row + ".leaf_index) < (?, ?)", place.at(), place.leafIndex()));
    }

    /** Conditions on {@code audit_class k}. */
    void facts(Sql sql) {
        new TreeMap<>(facts).forEach((fact, value) -> sql.add(" and k." + fact.column() + " = ?", value));
    }

    /** Conditions on the tags from number {@code first} on, of {@code audit_entry e}. */
    void tags(Sql sql, int first) {
        for (byte[] tag : tags.subList(Math.min(first, tags.size()), tags.size())) {
            sql.add(
                    " and exists (select from audit_tag x where x.tag = ? and x.at = e.at"
                            + " and x.leaf_index = e.leaf_index)",
                    tag);
        }
    }
}

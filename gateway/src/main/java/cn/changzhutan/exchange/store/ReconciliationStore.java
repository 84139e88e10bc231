package cn.changzhutan.exchange.store;

import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** SQL of what two cities compare, and of what came of it. Every method works in the caller's transaction. */
public final class ReconciliationStore {
    /**
     * One exchange as this city has it.
     *
     * @param state OPEN, DELIVERED or RETURNED
     * @param amount null where the type has none, and once erased
     */
    public record Item(String kind, String type, UUID exchange, String state, BigDecimal amount, boolean erased) {}

    /** One run for a day and another city. @param result canonical JSON */
    public record Run(long logIndex, LocalDate day, String peer, Instant at, String outcome, String result) {}

    /** @param here what this city has, null if nothing @param there what the other city has, null if nothing */
    public record Mismatch(UUID exchange, Direction direction, String kind, String type, String here, String there) {}

    /** Which exchanges: with one other city, accepted from {@code from} on and before {@code to}. */
    public record Scope(Direction direction, String peer, Instant from, Instant to) {}

    private static final int FETCH = 2000;

    private ReconciliationStore() {}

    /** Hands over every exchange of the scope, by kind, type and id, without holding them all. */
    public static void each(Connection c, Scope scope, Consumer<Item> reader) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(select(scope) + " order by kind, type, id")) {
            bind(s, scope);
            s.setFetchSize(FETCH);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    reader.accept(read(r));
                }
            }
        }
    }

    /** Exchanges of one type, by id, after {@code after}. */
    public static List<Item> items(Connection c, Scope scope, String kind, String type, Optional<UUID> after, int limit)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(select(scope)
                + " and kind = ? and type = ? and (?::uuid is null or id > ?::uuid) order by id limit ?")) {
            bind(s, scope);
            s.setString(4, kind);
            s.setString(5, type);
            s.setObject(6, after.orElse(null));
            s.setObject(7, after.orElse(null));
            s.setInt(8, limit);
            try (ResultSet r = s.executeQuery()) {
                List<Item> items = new ArrayList<>();
                while (r.next()) {
                    items.add(read(r));
                }
                return items;
            }
        }
    }

    private static String select(Scope scope) {
        String table = scope.direction() == Direction.OUT ? "exchange where to_city" : "inbox where from_city";
        return "select kind, type, id, state, amount, erased_at is not null from " + table
                + " = ? and accepted_at >= ? and accepted_at < ?";
    }

    private static void bind(PreparedStatement s, Scope scope) throws SQLException {
        s.setString(1, scope.peer());
        s.setTimestamp(2, Timestamp.from(scope.from()));
        s.setTimestamp(3, Timestamp.from(scope.to()));
    }

    private static Item read(ResultSet r) throws SQLException {
        return new Item(
                r.getString(1),
                r.getString(2),
                r.getObject(3, UUID.class),
                r.getString(4),
                r.getBigDecimal(5),
                r.getBoolean(6));
    }

    public static void insert(Connection c, Run run, List<Mismatch> mismatches) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "insert into reconciliation (log_index, day, peer, run_at, outcome, result) values (?,?,?,?,?,?)")) {
            s.setLong(1, run.logIndex());
            s.setDate(2, Date.valueOf(run.day()));
            s.setString(3, run.peer());
            s.setTimestamp(4, Timestamp.from(run.at()));
            s.setString(5, run.outcome());
            s.setString(6, run.result());
            s.executeUpdate();
        }
        try (PreparedStatement s = c.prepareStatement("insert into reconciliation_mismatch"
                + " (log_index, exchange, direction, kind, type, here, there) values (?,?,?,?,?,?,?)")) {
            for (Mismatch mismatch : mismatches) {
                s.setLong(1, run.logIndex());
                s.setObject(2, mismatch.exchange());
                s.setString(3, mismatch.direction().name());
                s.setString(4, mismatch.kind());
                s.setString(5, mismatch.type());
                s.setString(6, mismatch.here());
                s.setString(7, mismatch.there());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    /** The newest run of the day with each other city. */
    public static List<Run> latest(Connection c, LocalDate day) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select distinct on (peer) log_index, day, peer, run_at, outcome,"
                + " result from reconciliation where day = ? order by peer, log_index desc")) {
            s.setDate(1, Date.valueOf(day));
            try (ResultSet r = s.executeQuery()) {
                List<Run> runs = new ArrayList<>();
                while (r.next()) {
                    runs.add(new Run(
                            r.getLong(1),
                            r.getDate(2).toLocalDate(),
                            r.getString(3),
                            r.getTimestamp(4).toInstant(),
                            r.getString(5),
                            r.getString(6)));
                }
                return runs;
            }
        }
    }

    /** What did not agree in a run, by exchange id, after {@code after}. */
    public static List<Mismatch> mismatches(Connection c, long logIndex, Optional<UUID> after, int limit)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select exchange, direction, kind, type, here, there"
                + " from reconciliation_mismatch where log_index = ? and (?::uuid is null or exchange > ?::uuid)"
                + " order by exchange limit ?")) {
            s.setLong(1, logIndex);
            s.setObject(2, after.orElse(null));
            s.setObject(3, after.orElse(null));
            s.setInt(4, limit);
            try (ResultSet r = s.executeQuery()) {
                List<Mismatch> mismatches = new ArrayList<>();
                while (r.next()) {
                    mismatches.add(new Mismatch(
                            r.getObject(1, UUID.class),
                            Direction.valueOf(r.getString(2)),
                            r.getString(3),
                            r.getString(4),
                            r.getString(5),
                            r.getString(6)));
                }
                return mismatches;
            }
        }
    }

    /** Whether this transaction may do the scheduled run: one process of a city at a time. */
    public static boolean tryLock(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select pg_try_advisory_xact_lock(3, 1)");
                ResultSet r = s.executeQuery()) {
            r.next();
            return r.getBoolean(1);
        }
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A duty that one process of a city has at a time (publishing, delivering): an advisory lock of the city's database, held by a
 * connection of its own. It is lost with that connection, and then another process takes it. Thread-safe.
 */
final class Duty implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);
    private static final long CHECK_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Database database;
    private final int number;
    private Connection holder;
    private long checkedAt = System.nanoTime() - CHECK_EVERY;

    /** @param number of the duty, unique in the program */
    Duty(Database database, int number) {
        this.database = database;
        this.number = number;
    }

    /** Takes the duty if nobody has it. Looks at the database once a second at most. */
    synchronized boolean holds() {
        long now = System.nanoTime();
        if (now - checkedAt < CHECK_EVERY) {
            return holder != null;
        }
        checkedAt = now;
        try {
            if (holder != null) {
                if (holder.isValid(2)) {
                    return true;
                }
                release();
            }
            Connection candidate = database.dataSource().getConnection();
            if (tryLock(candidate)) {
                holder = candidate;
            } else {
                candidate.close();
            }
        } catch (SQLException e) {
            LOG.debug("duty {} cannot be looked at: {}", number, e.getSQLState());
            release();
        }
        return holder != null;
    }

    private boolean tryLock(Connection candidate) throws SQLException {
        try (PreparedStatement s = candidate.prepareStatement("select pg_try_advisory_lock(2, ?)")) {
            s.setInt(1, number);
            try (ResultSet r = s.executeQuery()) {
                r.next();
                if (!r.getBoolean(1)) {
                    return false;
                }
            }
        }
        silentFor(candidate, "30s");
        return true;
    }

    /** A server that hears nothing of the holder for so long ends the connection: else it could hold the duty, forgotten, for hours. */
    private static void silentFor(Connection connection, String time) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select set_config('idle_session_timeout', ?, false)")) {
            s.setString(1, time);
            s.execute();
        }
    }

    private void release() {
        if (holder != null) {
            try (Connection closing = holder;
                    PreparedStatement s = closing.prepareStatement("select pg_advisory_unlock(2, ?)")) {
                s.setInt(1, number);
                s.execute();
                silentFor(closing, "0");
            } catch (SQLException e) {
                LOG.debug("duty {} ends with its connection: {}", number, e.getSQLState());
            }
            holder = null;
        }
    }

    @Override
    public synchronized void close() {
        release();
    }
}

package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.store.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Transactions that only read the index, each bounded in time, so that one broad question does not take the database from records. */
final class IndexReader {
    private static final String CANCELLED = "57014";
    private final Database database;
    private final Duration longest;

    IndexReader(Database database, Duration longest) {
        this.database = database;
        this.longest = longest;
    }

    /**
     * @throws TooBroadException if it takes longer
     * @throws LogUnavailableException if the database cannot be read
     */
    <T> T read(Database.Work<T> work) {
        try {
            return database.transaction(c -> {
                try (PreparedStatement s = c.prepareStatement(
                        "select set_config('statement_timeout', ?, true), set_config('transaction_read_only', 'on', true),"
                                // a page is a short walk along an index: compiling it costs more than running it
                                + " set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)")) {
                    s.setString(1, Long.toString(longest.toMillis()));
                    s.execute();
                }
                return work.in(c);
            });
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                throw new TooBroadException();
            }
            throw new LogUnavailableException("the search index cannot be read", e);
        }
    }
}

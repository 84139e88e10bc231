package cn.changzhutan.exchange.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The pool of connections to the city's one database, and the transactions on it. Thread-safe. */
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;

    /** Work inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Task {
        void in(Connection connection) throws SQLException;
    }

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens the pool without waiting for the server.
     *
     * @param properties passed through to the PostgreSQL driver (TLS and the like)
     * @param connections upper bound of open connections
     */
    public static Database open(String url, String user, String password, Properties properties, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(2);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setPoolName("database");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "exchange-gateway");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Messages of the driver and the server quote the values of a failed statement; they would stand in our log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        properties.forEach((name, value) -> config.addDataSourceProperty(name.toString(), value));
        return new Database(new HikariDataSource(config));
    }

    /**
     * Brings the tables to this program's version.
     *
     * @throws DatabaseUnusableException if the server cannot be reached, or if the tables' history is not this program's
     */
    public void migrate() {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(10)) {
                throw new DatabaseUnusableException("it does not answer", null);
            }
        } catch (SQLException e) {
            Throwable cause = e.getCause() instanceof SQLException first ? first : e;
            throw new DatabaseUnusableException("it cannot be reached: " + cause.getMessage(), e);
        }
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnusableException("its tables are not this program's: " + e.getMessage(), e);
        }
    }

    /** Runs the work in one transaction; an exception of any kind rolls it back. */
    public <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /** Runs work each statement of which is a transaction by itself: what only reads, or writes with one. Saves two ways to the server. */
    public <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return work.in(connection);
        }
    }

    /** As {@link #transaction(Work)}, for work whose only result is what it wrote. */
    public void run(Task task) throws SQLException {
        transaction(connection -> {
            task.in(connection);
            return null;
        });
    }

    public DataSource dataSource() {
        return pool;
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}

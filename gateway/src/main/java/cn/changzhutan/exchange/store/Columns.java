package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Rows as one array a column, for {@code unnest}: one statement for a whole group, however many rows it has. Sets the parameters of
 * a statement in their order.
 */
final class Columns<T> {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int next;

    Columns(Connection connection, PreparedStatement statement, List<T> rows) {
        this(connection, statement, rows, 1);
    }

    /** @param first number of the first parameter that is a column */
    Columns(Connection connection, PreparedStatement statement, List<T> rows, int first) {
        this.next = first;
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    /** @param type of PostgreSQL @param value of each row; may be null */
    void set(String type, Function<T, ?> value) throws SQLException {
        statement.setArray(
                next++, connection.createArrayOf(type, rows.stream().map(value).toArray()));
    }

    /** As {@link #set}, for bytea: an array of this very type goes over the wire as it is and not as hex digits. */
    void bytes(Function<T, byte[]> value) throws SQLException {
        statement.setArray(
                next++,
                connection.createArrayOf("bytea", rows.stream().map(value).toArray(byte[][]::new)));
    }
}

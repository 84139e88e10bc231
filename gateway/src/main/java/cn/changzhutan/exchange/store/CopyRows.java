package cn.changzhutan.exchange.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.ByteStreamWriter;

/**
 * Rows on their way into a table by COPY in its binary format: one statement for a group, and none of its values is a parameter that
 * the server has to plan for. Values go in the order of the columns. Not thread-safe.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    /** PostgreSQL counts microseconds from 2000-01-01. */
    private static final long EPOCH_SECONDS = 946_684_800L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final int columns;

    /** Writes the values of one row. */
    @FunctionalInterface
    interface Writer<T> {
        void write(CopyRows values, T row) throws IOException;
    }

    private CopyRows(int columns) {
        this.columns = columns;
    }

    /** Inserts all rows in one statement; what hurts a constraint fails as with INSERT. */
    static <T> void into(Connection c, String table, List<String> columns, List<T> rows, Writer<T> writer)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyRows values = new CopyRows(columns.size());
        try {
            values.out.write(SIGNATURE);
            values.out.writeLong(0);
            for (T row : rows) {
                values.out.writeShort(values.columns);
                writer.write(values, row);
            }
            values.out.writeShort(-1);
            c.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + table + " (" + String.join(", ", columns) + ") from stdin (format binary)",
                            ByteStreamWriter.of(java.nio.ByteBuffer.wrap(values.bytes.toByteArray())));
        } catch (IOException e) {
            throw new SQLException("rows could not be sent", "08006", e);
        }
    }

    void number(Long value) throws IOException {
        if (length(value, Long.BYTES)) {
            out.writeLong(value);
        }
    }

    void integer(Integer value) throws IOException {
        if (length(value, Integer.BYTES)) {
            out.writeInt(value);
        }
    }

    void small(int value) throws IOException {
        out.writeInt(Short.BYTES);
        out.writeShort(value);
    }

    void uuid(UUID value) throws IOException {
        if (length(value, 2 * Long.BYTES)) {
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        }
    }

    /** To the microsecond, as the driver rounds it. */
    void time(Instant value) throws IOException {
        if (length(value, Long.BYTES)) {
            out.writeLong((value.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + (value.getNano() + 500) / 1000);
        }
    }

    void decimal(BigDecimal value) throws IOException {
        bytes(value == null ? null : ByteConverter.numeric(value));
    }

    void text(String value) throws IOException {
        bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) throws IOException {
        if (length(value, value == null ? 0 : value.length)) {
            out.write(value);
        }
    }

    private boolean length(Object value, int length) throws IOException {
        out.writeInt(value == null ? -1 : length);
        return value != null;
    }
}

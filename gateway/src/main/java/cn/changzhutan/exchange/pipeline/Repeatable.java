package cn.changzhutan.exchange.pipeline;

import java.sql.SQLException;

/** Calls of the database that may be made again: whatever fails in one, its caller is told to come back. */
public final class Repeatable {
    /** Reads, or reads and writes. */
    @FunctionalInterface
    public interface Call<T> {
        T make() throws SQLException;
    }

    /** As a call, without a result. */
    @FunctionalInterface
    public interface Task {
        void make() throws SQLException;
    }

    private Repeatable() {}

    /** @throws LogUnavailableException if the database cannot be used */
    public static <T> T call(Call<T> call) {
        try {
            return call.make();
        } catch (SQLException e) {
            throw new LogUnavailableException("the database cannot be used", e);
        }
    }

    /** As {@link #call}. */
    public static void run(Task task) {
        call(() -> {
            task.make();
            return null;
        });
    }
}

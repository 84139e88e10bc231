package cn.changzhutan.exchange.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a group commit does for one kind of work: which leaves it appends, and what else is written in the same transaction. Called
 * by one thread, which holds the lock of the log's head. Items of one kind that wait together are given together, so that they
 * travel in few statements.
 */
interface Effect<T> {
    /**
     * Decides under the lock. Whatever was decided before the lock may be stale: look again (dedupe, state).
     *
     * @return the leaves of each item, in order; an empty list for an item that appends nothing
     */
    List<List<NewLeaf>> admit(Connection c, List<T> items) throws SQLException;

    /** Whether it takes new exchanges in: what belongs to those under way goes first, or new ones would keep them from their end. */
    default boolean isIntake() {
        return false;
    }

    /**
     * Writes the effects.
     *
     * @param first log index of each item's first leaf; -1 where it has none
     * @param side takes what all effects of the group write together
     */
    void store(Connection c, List<T> items, long[] first, GroupSide side) throws SQLException;
}

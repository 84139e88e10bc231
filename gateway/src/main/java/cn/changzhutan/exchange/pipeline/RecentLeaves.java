package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Leaf;
import java.util.List;
import java.util.Optional;

/**
 * The leaves that were appended last by this process, so that who follows the log need not read and parse each again. What is not here
 * is in the database. Thread-safe.
 */
public final class RecentLeaves {
    private final Leaf[] leaves;
    private final long[] indexes;

    /** @param capacity leaves that are kept */
    RecentLeaves(int capacity) {
        leaves = new Leaf[capacity];
        indexes = new long[capacity];
    }

    /** Committed leaves, from index {@code first} on. */
    synchronized void add(long first, List<NewLeaf> added) {
        for (int i = 0; i < added.size(); i++) {
            int slot = (int) ((first + i) % leaves.length);
            leaves[slot] = added.get(i).leaf();
            indexes[slot] = first + i;
        }
    }

    public synchronized Optional<Leaf> at(long index) {
        int slot = (int) (index % leaves.length);
        return leaves[slot] != null && indexes[slot] == index ? Optional.of(leaves[slot]) : Optional.empty();
    }
}

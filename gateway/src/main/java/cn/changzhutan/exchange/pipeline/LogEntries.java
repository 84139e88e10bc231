package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LeafBuilder;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.TallyStore.Count;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Appends entries that are no step of an exchange: queries, erasures, reconciliations, key changes. Thread-safe. */
public final class LogEntries {
    /** What else is written in the transaction that appends the entry. Runs in the log's one writer: must be quick. */
    @FunctionalInterface
    public interface Side {
        Side NOTHING = (c, index) -> {};

        /** @param index where the entry stands; an exception appends nothing */
        void store(Connection c, long index) throws SQLException;
    }

    /** An entry's exact text, and its inclusion proof under the newest checkpoint as C2SP tlog-proof. */
    public record Proved(String leaf, String proof) {}

    /** As {@link Side}, with what all effects of the group write together. */
    @FunctionalInterface
    private interface Written {
        void store(Connection c, long index, GroupSide group) throws SQLException;
    }

    private record Entry(Leaf leaf, Written written) {}

    private final GroupCommit commits;
    private final LogReader reader;
    private final City self;
    private final Clock clock;
    private final Effect<Entry> effect = new Effect<>() {
        @Override
        public List<List<NewLeaf>> admit(Connection c, List<Entry> items) {
            List<List<NewLeaf>> leaves = new ArrayList<>(items.size());
            items.forEach(item -> leaves.add(List.of(NewLeaf.of(item.leaf()))));
            return leaves;
        }

        @Override
        public void store(Connection c, List<Entry> items, long[] first, GroupSide side) throws SQLException {
            for (int i = 0; i < first.length; i++) {
                items.get(i).written().store(c, first[i], side);
            }
        }
    };

    LogEntries(GroupCommit commits, LogReader reader, City self, Clock clock) {
        this.commits = commits;
        this.reader = reader;
        this.self = self;
        this.clock = clock;
    }

    /** A leaf of this city, now. */
    public LeafBuilder leaf(LogEvent event) {
        return Leaf.of(event, clock.instant(), self);
    }

    /**
     * Appends one entry and writes its side rows, both or neither.
     *
     * @return the entry's index; it is durable and signed
     * @throws OverCapacityException if too many wait for the log; nothing was taken
     * @throws LogUnavailableException if it could not be committed, or if that is unknown
     */
    public long append(Leaf leaf, Side side) {
        return append(new Entry(leaf, (c, index, group) -> side.store(c, index)));
    }

    private long append(Entry entry) {
        return commits.append(effect, List.of(entry)).first()[0];
    }

    /** @throws LogUnavailableException if there is no such entry, or it cannot be read */
    public Proved prove(long index) {
        LogReader.Proved proved = reader.prove(index);
        return new Proved(proved.leaf(), proved.proof());
    }

    /**
     * Logs and counts a call that its caller may not make; as {@link #append}.
     *
     * @param code of the refusal
     */
    public void refuse(SystemName caller, RecordType type, List<City> to, String code) {
        LeafBuilder leaf = leaf(LogEvent.REFUSED).fromSystem(caller).type(type).outcome(code);
        if (to.size() == 1) {
            leaf.to(to.get(0));
        }
        append(new Entry(
                leaf.build(),
                (c, index, group) -> to.forEach(city -> group.count(Direction.OUT, city, type, Count.REFUSED))));
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.store.ErasureStore;
import cn.changzhutan.exchange.store.ErasureStore.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Erases what exchanges were about and keeps that they were: the keys of the side row are destroyed and ERASED is appended in one
 * transaction. Leaves, proofs and states stay as they are; digests and commitments can no longer be opened here. Thread-safe.
 */
public final class Erasures {
    /** What became of one exchange. */
    public enum Fate {
        ERASED,
        /** It was erased before; nothing was appended. */
        ALREADY,
        /** It is not closed: its payload is still on its way. */
        OPEN,
        /** This city has neither sent nor received it. */
        UNKNOWN
    }

    /** One exchange to be erased; the log's writer fills in what became of it. */
    private static final class Erasing {
        private final ExchangeId id;
        private final ErasureGround ground;
        private Fate fate = Fate.UNKNOWN;

        Erasing(ExchangeId id, ErasureGround ground) {
            this.id = id;
            this.ground = ground;
        }
    }

    private final GroupCommit commits;
    private final Leaves leaves;
    private final List<RecentContents<?>> recent;
    private final Clock clock;
    private final Effect<Erasing> effect = new Effect<>() {
        @Override
        public List<List<NewLeaf>> admit(Connection c, List<Erasing> items) throws SQLException {
            return Erasures.this.admit(c, items);
        }

        @Override
        public void store(Connection c, List<Erasing> items, long[] first, GroupSide side) throws SQLException {
            List<UUID> erased = items.stream()
                    .filter(item -> item.fate == Fate.ERASED)
                    .map(item -> item.id.value())
                    .toList();
            if (!erased.isEmpty()) {
                ErasureStore.erase(c, erased, clock.instant());
                recent.forEach(contents -> contents.forget(erased));
            }
        }
    };

    Erasures(GroupCommit commits, Leaves leaves, List<RecentContents<?>> recent, Clock clock) {
        this.commits = commits;
        this.leaves = leaves;
        this.recent = List.copyOf(recent);
        this.clock = clock;
    }

    /**
     * Erases those that are closed; durable when it returns. Asking again changes nothing.
     *
     * @param exchanges at most {@value GroupCommit#GROUP}, without repeats
     * @throws OverCapacityException if too many wait for the log; nothing was erased
     * @throws LogUnavailableException if it could not be committed, or if that is unknown
     */
    public Map<ExchangeId, Fate> erase(List<ExchangeId> exchanges, ErasureGround ground) {
        if (exchanges.size() > GroupCommit.GROUP) {
            throw new IllegalArgumentException("exchanges (expected: at most " + GroupCommit.GROUP + ")");
        }
        List<Erasing> items =
                exchanges.stream().map(id -> new Erasing(id, ground)).toList();
        if (!items.isEmpty()) {
            commits.append(effect, items);
        }
        Map<ExchangeId, Fate> fates = new LinkedHashMap<>();
        items.forEach(item -> fates.put(item.id, item.fate));
        return fates;
    }

    /** Under the log's head: nobody closes or erases an exchange meanwhile. */
    private List<List<NewLeaf>> admit(Connection c, List<Erasing> items) throws SQLException {
        Map<UUID, Standing> standing = ErasureStore.standing(
                c, items.stream().map(item -> item.id.value()).toList());
        Instant now = clock.instant();
        Set<UUID> seen = new HashSet<>();
        List<List<NewLeaf>> appended = new ArrayList<>(items.size());
        for (Erasing item : items) {
            item.fate = fate(standing.get(item.id.value()), seen.add(item.id.value()));
            appended.add(item.fate == Fate.ERASED ? List.of(leaves.erased(item.id, item.ground, now)) : List.of());
        }
        return appended;
    }

    private static Fate fate(Standing standing, boolean first) {
        if (standing == null) {
            return Fate.UNKNOWN;
        }
        return switch (standing) {
            case CLOSED -> first ? Fate.ERASED : Fate.ALREADY;
            case OPEN -> Fate.OPEN;
            case ERASED -> Fate.ALREADY;
        };
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointMessage;
import cn.changzhutan.exchange.log.ProofVerifier;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.PeerStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this city has seen of the other cities' logs: every checkpoint that is consistent with all before it. It is persisted
 * before anyone is told, and is this city's state as a witness. Two signed checkpoints of one size with different roots are kept as
 * proof, and that origin is stopped. Thread-safe.
 */
final class PeerLogs {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLogs.class);
    private static final int CACHED = 4096;

    /** What became of a checkpoint. UNLINKED: its consistency with what was seen is not shown; ask for a proof. */
    enum Observed {
        KNOWN,
        NEW,
        UNLINKED,
        STOPPED
    }

    private record Place(String origin, long size) {}

    private final Database database;
    private final Clock clock;
    private final Overtaken overtaken = new Overtaken();
    private final Set<Place> toAsk = ConcurrentHashMap.newKeySet();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final Map<Place, byte[]> roots = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, byte[]> eldest) {
            return size() > CACHED;
        }
    };

    PeerLogs(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void open() throws SQLException {
        stopped.addAll(database.transaction(PeerStore::stopped));
    }

    boolean isStopped(String origin) {
        return stopped.contains(origin);
    }

    /** Two trees of one size were found elsewhere, and kept. */
    void stop(String origin) {
        stopped.add(origin);
    }

    Set<String> stoppedOrigins() {
        return Set.copyOf(stopped);
    }

    /** The root that was found consistent at this size; empty if that size was not seen. */
    Optional<byte[]> rootAt(String origin, long size) throws SQLException {
        Place place = new Place(origin, size);
        synchronized (roots) {
            byte[] root = roots.get(place);
            if (root != null) {
                return Optional.of(root);
            }
        }
        Optional<byte[]> stored =
                database.once(c -> PeerStore.seen(c, origin, size)).map(PeerStore.Seen::root);
        stored.ifPresent(root -> remember(place, root));
        return stored;
    }

    /** As {@link #rootAt}, but waits up to {@code millis} for a checkpoint that may be on its way. */
    Optional<byte[]> awaitRootAt(String origin, long size, long millis) throws SQLException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (true) {
            Optional<byte[]> root = rootAt(origin, size);
            long left = (until - System.nanoTime()) / 1_000_000;
            if (root.isPresent() || left <= 0) {
                return root;
            }
            synchronized (roots) {
                try {
                    roots.wait(Math.min(left, 200));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }
        }
    }

    /** A message is held under this checkpoint, of which the signatures hold. */
    void expect(Checkpoint checkpoint, String note) {
        if (overtaken.expect(checkpoint, note)) {
            toAsk.add(new Place(checkpoint.origin(), checkpoint.size()));
        }
    }

    /** From which sizes of this origin a proof is to be asked for, so that what is held can be taken up; each is given once. */
    Set<Long> takeExpected(String origin) {
        Set<Long> sizes = new TreeSet<>();
        toAsk.removeIf(place -> place.origin().equals(origin) && sizes.add(place.size()));
        return sizes;
    }

    /** The largest size seen of this origin; 0 if none. */
    long newestSize(String origin) throws SQLException {
        return database.once(c -> PeerStore.newest(c, origin))
                .map(PeerStore.Seen::size)
                .orElse(0L);
    }

    /**
     * Takes a checkpoint of a peer; durable when it returns.
     *
     * @throws VerificationException if a signature or the consistency proof does not hold
     */
    Observed observe(Peer peer, CheckpointMessage message) throws VerificationException {
        Checkpoint checkpoint = peer.verify(message.note());
        String origin = checkpoint.origin();
        VerificationException[] bad = new VerificationException[1];
        Observed observed = Repeatable.call(() -> database.transaction(c -> {
            PeerStore.lockOrigin(c, origin);
            try {
                return judge(c, checkpoint, message);
            } catch (VerificationException e) {
                bad[0] = e;
                return null;
            }
        }));
        if (bad[0] != null) {
            throw bad[0];
        }
        if (observed == Observed.NEW) {
            remember(new Place(origin, checkpoint.size()), checkpoint.root());
        } else if (observed == Observed.STOPPED && stopped.add(origin)) {
            LOG.error(
                    "{} has signed two different trees of size {}: nothing of it is accepted",
                    origin,
                    checkpoint.size());
        }
        return observed;
    }

    private Observed judge(Connection c, Checkpoint checkpoint, CheckpointMessage message)
            throws VerificationException, SQLException {
        String origin = checkpoint.origin();
        Optional<PeerStore.Seen> newest = PeerStore.newest(c, origin);
        boolean beyond = newest.isEmpty() || newest.get().size() < checkpoint.size();
        Optional<PeerStore.Seen> same = beyond ? Optional.empty() : PeerStore.seen(c, origin, checkpoint.size());
        if (same.isPresent()) {
            if (Arrays.equals(same.get().root(), checkpoint.root())) {
                return link(c, checkpoint, message, Observed.KNOWN);
            }
            PeerStore.saveConflict(c, origin, same.get().note(), message.note(), clock.instant());
            return Observed.STOPPED;
        }
        if (isStopped(origin)) {
            return Observed.STOPPED;
        }
        if (newest.isPresent()) {
            long from = message.fromSize();
            if (from != newest.get().size() || checkpoint.size() < from) {
                // Only a proof from the newest makes a chain: linked to an older one, it could be a branch beside the
                // newest.
                overtaken.put(checkpoint, message);
                return Observed.UNLINKED;
            }
            ProofVerifier.consistency(
                    from, newest.get().root(), checkpoint.size(), checkpoint.root(), message.consistency());
        }
        PeerStore.save(
                c, origin, new PeerStore.Seen(checkpoint.size(), checkpoint.root(), message.note()), clock.instant());
        return link(c, checkpoint, message, Observed.NEW);
    }

    private record Link(Checkpoint later, CheckpointMessage message) {}

    /**
     * The proof between a known checkpoint and an earlier one shows, with the known root, the earlier root as well: so what waits for
     * its link is taken up from the end of the chain.
     */
    private Observed link(Connection c, Checkpoint known, CheckpointMessage message, Observed without)
            throws SQLException {
        Observed observed = without;
        Deque<Link> links = new ArrayDeque<>(List.of(new Link(known, message)));
        for (Overtaken.Waiting same : overtaken.take(known.origin(), known.size())) {
            if (!Arrays.equals(same.checkpoint().root(), known.root())) {
                PeerStore.saveConflict(
                        c, known.origin(), message.note(), same.message().note(), clock.instant());
                return Observed.STOPPED;
            }
            links.add(new Link(known, same.message()));
        }
        for (Link link = links.poll(); link != null; link = links.poll()) {
            for (Overtaken.Waiting before :
                    overtaken.take(known.origin(), link.message().fromSize())) {
                if (save(c, before, link)) {
                    observed = Observed.NEW;
                    links.add(new Link(before.checkpoint(), before.message()));
                }
            }
        }
        return observed;
    }

    private boolean save(Connection c, Overtaken.Waiting before, Link link) throws SQLException {
        Checkpoint earlier = before.checkpoint();
        Checkpoint later = link.later();
        try {
            ProofVerifier.consistency(
                    earlier.size(),
                    earlier.root(),
                    later.size(),
                    later.root(),
                    link.message().consistency());
        } catch (VerificationException e) {
            LOG.warn("a link of {} to {} does not hold: {}", later.size(), earlier.size(), e.code());
            return false;
        }
        PeerStore.save(
                c,
                earlier.origin(),
                new PeerStore.Seen(
                        earlier.size(), earlier.root(), before.message().note()),
                clock.instant());
        return true;
    }

    private void remember(Place place, byte[] root) {
        synchronized (roots) {
            roots.put(place, root);
            roots.notifyAll();
        }
    }
}

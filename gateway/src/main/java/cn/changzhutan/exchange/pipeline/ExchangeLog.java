package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.HashReader;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.TreeEdge;
import cn.changzhutan.exchange.store.CheckpointStore;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * This city's exchange log: grows the tree in the database under the lock of its head, and signs what is durable. The head row is
 * the lock between processes; within a process one thread at a time may append.
 *
 * <p>Order of an append: lock the head, check that it descends from what this process signed last, append, commit, read the head
 * again, sign, store the note. Nothing of an append may be released before {@link #sign} returned.
 */
final class ExchangeLog {
    private static final String WHAT_TO_DO =
            ": a restored backup or a changed database; nothing is signed. Restore the newest"
                    + " database, or begin a new log epoch (command new-epoch)";

    private final Database database;
    private final String origin;
    private final Predicate<String> ended;
    private volatile CheckpointSigner signer;
    private final HeadGuard guard;
    private final TileReader tiles;
    private HeadGuard.Signed last;
    private TreeEdge edge;
    /** What the newest append added; null once it may not be what is stored. */
    private TreeEdge.Grown appended;

    private volatile LogView newest;
    private volatile String refusal = "";
    private boolean guarded = true;

    /** @param ended whether an origin is this city's of an ended epoch: a head signed under it binds no longer */
    ExchangeLog(Database database, String origin, Predicate<String> ended, CheckpointSigner signer, HeadGuard guard) {
        this.ended = ended;
        this.database = database;
        this.origin = origin;
        this.signer = signer;
        this.guard = guard;
        this.tiles = new TileReader(database);
    }

    String origin() {
        return origin;
    }

    /**
     * Creates an empty log if there is none, checks that the stored head descends from the last one signed here and from what the
     * witnesses show, and signs it if a stop came between a commit and its signature.
     *
     * @param shown checkpoints of this log that witnesses have, verified, and asked for before this call
     * @throws LogUnavailableException if the log must not be signed; the message says what to do
     */
    void open(List<Checkpoint> shown) throws SQLException {
        LogStore.Head head = database.transaction(c -> {
            TreeEdge empty = TreeEdge.empty();
            LogStore.createHead(c, new LogStore.Head(origin, 0, empty.root(), empty.encode()));
            return LogStore.readHead(c);
        });
        Optional<HeadGuard.Signed> signed = guard.read().filter(known -> !ended.test(known.origin()));
        last = signed.orElse(new HeadGuard.Signed(origin, 0, Merkle.emptyRoot()));
        edge = checked(head);
        shown.forEach(this::compare);
        requireMaySign();
        if (edge.size() > 0) {
            sign(edge);
        }
    }

    /**
     * Compares this log with a checkpoint that its own keys signed. If it does not continue that one, nothing is signed and nothing
     * published from now on, nor after a restart, until the database is replaced.
     */
    void compare(Checkpoint shown) {
        LogStore.Head head = Repeatable.call(() -> database.once(LogStore::readHead));
        boolean continues = shown.size() == 0
                || (shown.size() <= head.size()
                        && Arrays.equals(new ProofBuilder(tiles, head.size()).root(shown.size()), shown.root()));
        if (!continues) {
            refusal = "a witness has a checkpoint of size " + shown.size()
                    + " that this city's keys signed, and the log in the database (size " + head.size()
                    + ") does not continue it" + WHAT_TO_DO;
            guard.write(new HeadGuard.Signed(origin, shown.size(), shown.root()));
        }
    }

    private void requireMaySign() {
        if (!refusal.isEmpty()) {
            throw new LogUnavailableException(refusal, null);
        }
    }

    /** Why nothing is signed any more; "" if it is. */
    String refusal() {
        return refusal;
    }

    /** The log under its newest signed checkpoint; empty before the first, and if nothing may be signed any more. */
    Optional<LogView> newest() {
        return refusal.isEmpty() ? Optional.ofNullable(newest) : Optional.empty();
    }

    /** Proofs over the tree at {@code size}, which must not be larger than what is committed. */
    ProofBuilder proofsAt(long size) {
        return new ProofBuilder(tiles, size);
    }

    /** Hashes of committed leaves. */
    HashReader leafHashes() {
        return tiles;
    }

    /** Appends in the caller's transaction, which must hold the lock that {@link #lock} took. @return the tree, not signed yet */
    TreeEdge append(Connection c, TreeEdge from, List<byte[]> leaves) throws SQLException {
        appended = null;
        TreeEdge.Grown grown = from.append(leaves.stream().map(Merkle::leafHash).toList());
        TreeEdge next = grown.edge();
        LogStore.append(
                c,
                from.size(),
                leaves,
                grown.byTile(),
                new LogStore.Head(origin, next.size(), next.root(), next.encode()));
        appended = grown;
        return next;
    }

    /** Nothing is appended that could not be signed. */
    private void requireCanSign() {
        requireMaySign();
        if (!guarded) {
            remember(last);
        }
    }

    /** Locks the head until the transaction ends. @throws LogUnavailableException if it does not descend from the last one signed */
    TreeEdge lock(Connection c) throws SQLException {
        requireCanSign();
        LogStore.Head head = LogStore.lockHead(c);
        if (edge != null && head.size() == edge.size() && Arrays.equals(head.root(), edge.root())) {
            return edge;
        }
        return checked(head);
    }

    /** Signs a tree whose commit was confirmed, after reading that the database holds it. */
    LogView sign(TreeEdge committed) throws SQLException {
        LogStore.Head head = database.once(LogStore::readHead);
        boolean same = head.size() == committed.size() && Arrays.equals(head.root(), committed.root());
        ProofBuilder proofs = new ProofBuilder(tiles, committed.size());
        if (!same && (head.size() < committed.size() || !Arrays.equals(proofs.root(), committed.root()))) {
            throw new LogUnavailableException("the database does not hold what it committed", null);
        }
        requireMaySign();
        if (same && appended != null && appended.edge().size() == committed.size()) {
            tiles.grown(appended);
        }
        byte[] root = committed.root();
        remember(new HeadGuard.Signed(origin, committed.size(), root));
        String note = signer.sign(new Checkpoint(origin, committed.size(), root));
        database.once(c -> CheckpointStore.save(c, committed.size(), note));
        edge = committed;
        LogView view = new LogView(committed.size(), root, note, proofs);
        newest = view;
        return view;
    }

    /** What is about to be signed is remembered first: a head that the guard cannot hold is not signed. */
    private void remember(HeadGuard.Signed next) {
        guarded = false;
        try {
            guard.write(next);
        } catch (UncheckedIOException e) {
            throw new LogUnavailableException("the head guard cannot be written (disk full or read-only?)", e);
        }
        guarded = true;
        last = next;
    }

    /** Signs what another process of the city appended since; by the thread that appends. @return whether there was something */
    boolean catchUp() throws SQLException {
        requireCanSign();
        LogStore.Head head = database.once(LogStore::readHead);
        LogView view = newest;
        if (head.size() <= (view == null ? 0 : view.size())) {
            return false;
        }
        sign(checked(head));
        return true;
    }

    /** From the next checkpoint on. */
    void signWith(CheckpointSigner next) {
        signer = next;
    }

    /** Forgets what is held in memory of the head, after a commit whose outcome is unknown. */
    void forget() {
        appended = null;
        edge = null;
    }

    private TreeEdge checked(LogStore.Head head) {
        if (!head.origin().equals(origin)) {
            throw new LogUnavailableException(
                    "the database holds the log " + head.origin() + " (expected: " + origin + ")", null);
        }
        TreeEdge stored = TreeEdge.restore(head.size(), head.edge());
        boolean descends = Arrays.equals(stored.root(), head.root())
                && last.origin().equals(origin)
                && head.size() >= last.size()
                && (last.size() == 0
                        || Arrays.equals(new ProofBuilder(tiles, head.size()).root(last.size()), last.root()));
        if (!descends) {
            throw new LogUnavailableException(
                    "the log in the database (size " + head.size()
                            + ") does not descend from the last checkpoint signed here (size "
                            + last.size() + ")" + WHAT_TO_DO,
                    null);
        }
        return stored;
    }
}

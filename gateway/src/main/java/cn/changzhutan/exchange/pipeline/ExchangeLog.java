package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.TreeEdge;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * This city's exchange log: grows the tree in the database under the lock of its head, and signs what is durable. The head row is
 * the lock between processes; within a process one thread at a time may append.
 *
 * <p>Order of an append: lock the head, check that it descends from what this process signed last, append, commit, read the head
 * again, sign, store the note. Nothing of an append may be released before {@link #sign} returned.
 */
final class ExchangeLog {
    private final Database database;
    private final String origin;
    private volatile CheckpointSigner signer;
    private final HeadGuard guard;
    private final TileReader tiles;
    private HeadGuard.Signed last;
    private TreeEdge edge;
    private volatile LogView newest;

    ExchangeLog(Database database, String origin, CheckpointSigner signer, HeadGuard guard) {
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
     * Creates an empty log if there is none, checks that the stored head descends from the last one signed here, and signs it if a
     * stop came between a commit and its signature.
     *
     * @throws LogUnavailableException if the log must not be signed; the message says what to do
     */
    void open() throws SQLException {
        LogStore.Head head = database.transaction(c -> {
            TreeEdge empty = TreeEdge.empty();
            LogStore.createHead(c, new LogStore.Head(origin, 0, empty.root(), empty.encode()));
            return LogStore.readHead(c);
        });
        Optional<HeadGuard.Signed> signed = guard.read();
        last = signed.orElse(new HeadGuard.Signed(origin, 0, Merkle.emptyRoot()));
        edge = checked(head);
        if (edge.size() > 0) {
            sign(edge);
        }
    }

    /** The log under its newest signed checkpoint; empty before the first. */
    Optional<LogView> newest() {
        return Optional.ofNullable(newest);
    }

    /** Proofs over the tree at {@code size}, which must not be larger than what is committed. */
    ProofBuilder proofsAt(long size) {
        return new ProofBuilder(tiles, size);
    }

    /** Appends in the caller's transaction, which must hold the lock that {@link #lock} took. @return the tree, not signed yet */
    TreeEdge append(Connection c, TreeEdge from, List<byte[]> leaves) throws SQLException {
        TreeEdge.Grown grown = from.append(leaves.stream().map(Merkle::leafHash).toList());
        LogStore.appendEntries(c, from.size(), leaves);
        for (var level : grown.byTile().entrySet()) {
            LogStore.appendHashes(c, level.getKey(), level.getValue());
        }
        TreeEdge next = grown.edge();
        LogStore.advanceHead(c, from.size(), new LogStore.Head(origin, next.size(), next.root(), next.encode()));
        return next;
    }

    /** Locks the head until the transaction ends. @throws LogUnavailableException if it does not descend from the last one signed */
    TreeEdge lock(Connection c) throws SQLException {
        LogStore.Head head = LogStore.lockHead(c);
        if (edge != null && head.size() == edge.size() && Arrays.equals(head.root(), edge.root())) {
            return edge;
        }
        return checked(head);
    }

    /** Signs a tree whose commit was confirmed, after reading that the database holds it. */
    LogView sign(TreeEdge committed) throws SQLException {
        LogStore.Head head = database.transaction(LogStore::readHead);
        boolean same = head.size() == committed.size() && Arrays.equals(head.root(), committed.root());
        ProofBuilder proofs = new ProofBuilder(tiles, committed.size());
        if (!same && (head.size() < committed.size() || !Arrays.equals(proofs.root(), committed.root()))) {
            throw new LogUnavailableException("the database does not hold what it committed", null);
        }
        byte[] root = committed.root();
        String note = signer.sign(new Checkpoint(origin, committed.size(), root));
        database.run(c -> {
            // The note can be made again from the durable head; waiting for its own flush buys nothing.
            try (var s = c.prepareStatement("set local synchronous_commit = off")) {
                s.execute();
            }
            LogStore.saveCheckpoint(c, committed.size(), note);
        });
        last = new HeadGuard.Signed(origin, committed.size(), root);
        guard.write(last);
        edge = committed;
        LogView view = new LogView(committed.size(), root, note, proofs);
        newest = view;
        return view;
    }

    /** From the next checkpoint on. */
    void signWith(CheckpointSigner next) {
        signer = next;
    }

    /** Forgets what is held in memory of the head, after a commit whose outcome is unknown. */
    void forget() {
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
                            + last.size() + "): a restored backup or a changed database; nothing is signed."
                            + " Restore the newest database, or begin a new log epoch",
                    null);
        }
        return stored;
    }
}

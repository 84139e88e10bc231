package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Cosignatures;
import cn.changzhutan.exchange.log.Cosigned;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.store.CheckpointStore;
import cn.changzhutan.exchange.store.CosignedStore;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.OutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps what goes to the witnesses and what comes back, verified before it is written. Thread-safe. */
final class CosignedRows {
    private final Supplier<Policy> policy;
    private final Database database;
    private final Clock clock;

    /** A checkpoint that is to be cosigned. */
    record Target(long size, String note) {}

    CosignedRows(Supplier<Policy> policy, Database database, Clock clock) {
        this.policy = policy;
        this.database = database;
        this.clock = clock;
    }

    /** The newest checkpoint that the broker has; empty if there is none, or if its note was lost in a crash and a later one will do. */
    Optional<Target> target() {
        return Repeatable.call(() -> database.transaction(c -> {
            long size = OutboxStore.cursor(c).checkpointSize();
            Optional<String> note = CheckpointStore.at(c, size);
            if (note.isPresent() && CosignedStore.at(c, size).isEmpty()) {
                CosignedStore.insert(
                        c, new CosignedStore.Cosigned(size, note.get(), quorum(note.get())), clock.instant());
            }
            return note.map(text -> new Target(size, text));
        }));
    }

    /** Of a bare note: complete only where the policy asks for no witness. */
    private Optional<Instant> quorum(String note) {
        try {
            return policy.get().cosigned(note).quorumAt();
        } catch (VerificationException e) {
            throw new LogUnavailableException("a stored checkpoint is no signed note: " + e.code(), e);
        }
    }

    /**
     * Adds what a witness answered to the row of that size, and the time of the quorum if it is complete now.
     *
     * @throws VerificationException if a line does not verify, or the witness' own line is missing; nothing is changed then
     */
    void merge(long size, String lines, AskedWitness from) throws VerificationException {
        VerificationException[] bad = new VerificationException[1];
        Repeatable.run(() -> database.run(c -> {
            try {
                merge(c, size, lines, from);
            } catch (VerificationException e) {
                bad[0] = e;
            }
        }));
        if (bad[0] != null) {
            throw bad[0];
        }
    }

    private void merge(Connection c, long size, String lines, AskedWitness from)
            throws SQLException, VerificationException {
        CosignedStore.Cosigned row = CosignedStore.lock(c, size).orElseThrow();
        String note = Cosignatures.add(row.note(), lines, from.keys());
        Policy now = policy.get();
        Cosigned cosigned = now.cosigned(note);
        // Any of its pinned keys: while they are rotated it may use the newer one alone.
        boolean answered = now.witnesses().stream()
                .anyMatch(witness -> from.keys().contains(witness.key())
                        && cosigned.witnesses().containsKey(witness.name()));
        if (!answered) {
            throw new VerificationException("COSIGNATURE_MISSING", "no line of the witness " + from.name());
        }
        CosignedStore.update(
                c, new CosignedStore.Cosigned(size, note, row.quorumAt().or(cosigned::quorumAt)));
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.CosignedStore;
import cn.changzhutan.exchange.store.Database;
import java.time.Instant;
import java.util.Optional;

/**
 * This city's checkpoints that witnesses cosigned. What stands below the newest with a quorum can no longer be changed by this city
 * alone: until then an outcome is provisional. Thread-safe.
 */
public final class CosignedCheckpoints {
    /**
     * A checkpoint with the cosignatures that it has so far.
     *
     * @param note the signed note, the witnesses' lines behind the log's
     * @param quorumAt when the policy's quorum was complete; empty if it is not
     */
    public record Cosigned(long size, String note, Optional<Instant> quorumAt) {}

    private final Database database;

    CosignedCheckpoints(Database database) {
        this.database = database;
    }

    /** The largest with a quorum. @throws LogUnavailableException as the other methods, if the database cannot be read */
    public Optional<Cosigned> newestWithQuorum() {
        return read(CosignedStore::newestWithQuorum);
    }

    /** The smallest with a quorum whose tree has the leaf at {@code index}: evidence of the leaf is proved under it. */
    public Optional<Cosigned> firstWithQuorumOver(long index) {
        return read(c -> CosignedStore.firstWithQuorumAbove(c, index));
    }

    /** That of exactly this size, if it went to the witnesses. */
    public Optional<Cosigned> at(long size) {
        return read(c -> CosignedStore.at(c, size));
    }

    /** Whether a quorum of witnesses stands behind the leaf at {@code index}. */
    public boolean isFinal(long index) {
        return newestWithQuorum().filter(newest -> index < newest.size()).isPresent();
    }

    private Optional<Cosigned> read(Database.Work<Optional<CosignedStore.Cosigned>> work) {
        return Repeatable.call(() -> database.once(work))
                .map(row -> new Cosigned(row.size(), row.note(), row.quorumAt()));
    }
}

package cn.changzhutan.exchange.witness;

import java.util.Optional;
import java.util.function.Function;

/**
 * Where a witness keeps what it knows of other logs. Thread-safe. Whatever cannot be read or written is thrown as an unchecked
 * exception, and then nothing was recorded.
 */
public interface WitnessLedger {
    /**
     * A checkpoint that was found consistent with all before it.
     *
     * @param root 32 bytes, not to be changed
     * @param note the signed note
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(long size, byte[] root, String note) {}

    /** What is known of one log, while nobody else may change it. */
    interface Page {
        /** Size of the largest checkpoint that was cosigned; 0 if none was. */
        long cosignedSize();

        /** The largest that is known to be consistent; it may be larger than what was cosigned. */
        Optional<Seen> newest();

        /** The one of exactly this size, if it is still kept: at least the newest and the last cosigned are. */
        Optional<Seen> at(long size);

        /** Whether two checkpoints of this log contradict each other. */
        boolean isStopped();

        /** Records a checkpoint as known and cosigned. */
        void cosigned(Seen seen);

        /** Keeps two signed checkpoints that cannot both be true; from now on the log is stopped. */
        void conflict(Seen known, String other);
    }

    /** Decides on one log at a time, also between processes. What was recorded is durable when this returns. */
    <T> T inTurn(String origin, Function<Page, T> decision);

    /** The newest checkpoint known of a log. */
    Optional<Seen> newest(String origin);
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.witness.CheckpointWitness;
import java.util.concurrent.Semaphore;

/**
 * Waits a moment for the broker to bring a checkpoint that is to be cosigned, so that the chain in which it comes is not crossed. Only
 * a few requests wait at once; more go on without waiting. Thread-safe.
 */
final class CheckpointPatience implements CheckpointWitness.Patience {
    private static final long MILLIS = 2_000;
    private static final int AT_ONCE = 4;

    private final PeerLogs logs;
    private final Semaphore places = new Semaphore(AT_ONCE);

    CheckpointPatience(PeerLogs logs) {
        this.logs = logs;
    }

    @Override
    public void await(String origin, long size) {
        if (!places.tryAcquire()) {
            return;
        }
        try {
            Repeatable.run(() -> {
                if (size > logs.newestSize(origin)) {
                    logs.awaitRootAt(origin, size, MILLIS);
                }
            });
        } finally {
            places.release();
        }
    }
}

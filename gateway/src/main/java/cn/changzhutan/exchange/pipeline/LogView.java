package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.ProofBuilder;

/**
 * The log as it stands under one signed checkpoint. Thread-safe; proofs of one view share their work.
 *
 * @param note the signed checkpoint of this size
 */
record LogView(long size, byte[] root, String note, ProofBuilder proofs) {
    /** @throws LogUnavailableException if the leaf is newer: another process of the city appended it a moment ago */
    LogProof prove(long index) {
        if (index >= size) {
            throw new LogUnavailableException("leaf " + index + " is not signed here yet", null);
        }
        synchronized (proofs) {
            return new LogProof(index, proofs.inclusion(index), note);
        }
    }
}

package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.ProofBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One city's log as it was read.
 *
 * @param checkpoint the newest; everything below its size was read
 * @param entries the leaves that are of an exchange, in order
 * @param newest time of the latest leaf; the log's idea of now
 * @param proofs over the whole tree
 * @param hashes of the tree
 */
record VerifiedLog(
        City city,
        Checkpoint checkpoint,
        List<Entry> entries,
        Optional<Instant> newest,
        HashLevels hashes,
        ProofBuilder proofs) {
    /** A leaf and where it stands. */
    record Entry(long index, Leaf leaf) {}

    long size() {
        return checkpoint.size();
    }
}

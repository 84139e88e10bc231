package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.ProofVerifier;
import cn.changzhutan.exchange.log.SealedRecord;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A peer's leaf that stands in the peer's log, under a checkpoint that this city has seen as part of one history.
 *
 * @param bytes the leaf's exact bytes
 * @param path its inclusion proof under {@code place}, 32 bytes a hash
 * @param place index, hash, size and root under which it was proved
 */
@SuppressWarnings("ArrayRecordComponent")
record ProvenLeaf(Leaf leaf, byte[] bytes, byte[] path, Counterpart place) {
    /**
     * Checks both signatures of the checkpoint, its consistency with all seen, the inclusion of the leaf, and the leaf's own form.
     *
     * @param millis how long to wait for a checkpoint that may be on its way
     * @return empty if this checkpoint was not seen yet: hold the message and ask
     * @throws VerificationException if anything does not hold
     */
    static Optional<ProvenLeaf> check(Peer peer, PeerLogs logs, SealedRecord sealed, long millis)
            throws VerificationException, SQLException {
        LogProof proof = LogProof.parse(sealed.proof());
        Checkpoint checkpoint = peer.verify(proof.checkpointNote());
        if (logs.isStopped(checkpoint.origin())) {
            throw new VerificationException("ORIGIN_STOPPED", "this log has signed two different histories");
        }
        Optional<byte[]> seen = logs.awaitRootAt(checkpoint.origin(), checkpoint.size(), millis);
        if (seen.isEmpty()) {
            logs.expect(checkpoint, proof.checkpointNote());
            return Optional.empty();
        }
        if (!Arrays.equals(seen.get(), checkpoint.root())) {
            throw new VerificationException("CHECKPOINT_CONFLICT", "another root of this size was seen before");
        }
        byte[] hash = Merkle.leafHash(sealed.leaf());
        ProofVerifier.inclusion(proof.index(), checkpoint.size(), hash, proof.path(), checkpoint.root());
        return Optional.of(new ProvenLeaf(
                Leaf.parse(sealed.leaf()),
                sealed.leaf(),
                LeafPath.encode(proof.path()),
                new Counterpart(checkpoint.origin(), proof.index(), hash, checkpoint.size(), checkpoint.root())));
    }
}

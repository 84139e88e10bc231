package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.SealedRecord;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a record's message says of itself, before anything of it is verified: good to keep it in its order, and for nothing else.
 *
 * @param peer the city whose topic it came on
 * @param leafIndex of the record in that city's log
 * @param note of the checkpoint under which it is proved
 * @param leafHash 32 bytes
 */
record HeldClaim(Peer peer, long leafIndex, String note, Optional<ExchangeId> exchange, ByteBuffer leafHash) {
    /** @throws VerificationException if proof or leaf cannot be read */
    static HeldClaim of(Peer peer, SealedRecord sealed) throws VerificationException {
        LogProof proof = LogProof.parse(sealed.proof());
        return new HeldClaim(
                peer,
                proof.index(),
                proof.checkpointNote(),
                Leaf.parse(sealed.leaf()).exchange(),
                ByteBuffer.wrap(Merkle.leafHash(sealed.leaf())));
    }
}

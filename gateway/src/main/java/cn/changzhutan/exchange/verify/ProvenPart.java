package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Cosigned;
import cn.changzhutan.exchange.log.EvidencePart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.ProofVerifier;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A leaf of a bundle that stands where its proof says.
 *
 * @param hash of the leaf
 * @param checkpoint under which it stands, signed with keys of the policy
 */
@SuppressWarnings("ArrayRecordComponent")
record ProvenPart(EvidencePart part, Leaf leaf, byte[] hash, long index, Checkpoint checkpoint) {
    /** How far a leaf's time may lie after that of its witnesses: clocks of two cities differ. */
    static final Duration SKEW = Duration.ofMinutes(5);

    /** Checks one leaf with its proof; what it finds goes into the report. Empty if the leaf is not proved. */
    static Optional<ProvenPart> check(
            EvidencePart part, byte[] leafBytes, byte[] proofBytes, Policy policy, Report report) {
        String what = part.leafFile();
        try {
            Leaf leaf = Leaf.parse(leafBytes);
            if (!part.isShownBy(leaf.event())) {
                throw new VerificationException("WRONG_EVENT", what + " is a leaf of another event: " + leaf.event());
            }
            LogProof proof = LogProof.parse(text(proofBytes, part.proofFile()));
            Checkpoint checkpoint = policy.verify(proof.checkpointNote());
            City city = part.isOfSender() ? leaf.from() : leaf.to().orElseThrow();
            if (!policy.cityOf(checkpoint.origin()).equals(Optional.of(city))) {
                throw new VerificationException(
                        "ORIGIN_UNEXPECTED",
                        "the checkpoint is of " + checkpoint.origin() + ", which is no log of " + city);
            }
            report.holds(what + ": the checkpoint of size " + checkpoint.size() + " is signed by " + city + "'s log "
                    + checkpoint.origin() + ", with Ed25519 and with SM2");
            byte[] hash = Merkle.leafHash(leafBytes);
            ProofVerifier.inclusion(proof.index(), checkpoint.size(), hash, proof.path(), checkpoint.root());
            report.holds(
                    what + ": " + leaf.event() + " of " + leaf.time() + " is entry " + proof.index() + " of that log");
            witnesses(what, leaf, proof.checkpointNote(), policy, report);
            return Optional.of(new ProvenPart(part, leaf, hash, proof.index(), checkpoint));
        } catch (VerificationException e) {
            report.fails(e.code(), what + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void witnesses(String what, Leaf leaf, String note, Policy policy, Report report)
            throws VerificationException {
        Cosigned cosigned = policy.cosigned(note);
        List<String> strangers = policy.strangers(note);
        if (cosigned.quorumAt().isEmpty()) {
            String have = cosigned.witnesses().isEmpty()
                    ? "none"
                    : String.join(", ", cosigned.witnesses().keySet());
            if (strangers.isEmpty()) {
                report.fails(
                        "QUORUM_MISSING",
                        what + ": no quorum of witnesses cosigned its checkpoint (witnesses: " + have + ")");
            } else {
                report.fails(
                        "WITNESS_UNKNOWN",
                        what + ": no quorum of witnesses cosigned its checkpoint (witnesses: " + have
                                + "); these signed it and are not in the policy: " + String.join(", ", strangers));
            }
            return;
        }
        Instant at = cosigned.quorumAt().get();
        report.holds(what + ": a quorum of witnesses cosigned that checkpoint, complete at " + at + ": "
                + String.join(", ", cosigned.witnesses().keySet()));
        if (leaf.time().isAfter(at.plus(SKEW))) {
            report.fails(
                    "TIME_AFTER_WITNESSES",
                    what + ": it says " + leaf.time() + ", but witnesses saw it in the log at " + at + " already");
        }
    }

    private static String text(byte[] bytes, String file) throws VerificationException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new VerificationException("PROOF_MALFORMED", file + " is not UTF-8");
        }
    }
}

package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.util.List;

/**
 * That a leaf stands in a log, for anyone to verify offline: C2SP tlog-proof, without extra data. Immutable.
 *
 * @param index of the leaf, from 0
 * @param path at most 63 hashes of 32 bytes, from the leaf's sibling to the root's child; not to be changed
 * @param checkpointNote the signed note verbatim; not verified here
 */
public record LogProof(long index, List<byte[]> path, String checkpointNote) {
    /** Longest path: the tree has less than 2^63 leaves. */
    static final int MAX_PATH = 63;
    /** Longest text in bytes. */
    static final int MAX_BYTES = SignedNote.MAX_BYTES + 4096;

    static final String MALFORMED = "PROOF_MALFORMED";
    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

    public LogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > MAX_PATH) {
            throw new IllegalArgumentException("proof (expected: an index from 0 and at most " + MAX_PATH + " hashes)");
        }
    }

    public String toText() {
        StringBuilder out = new StringBuilder(checkpointNote.length() + 64 + 45 * path.size());
        out.append(FIRST_LINE).append("\nindex ").append(index).append('\n');
        TextLines.appendHashes(out, path);
        return out.append('\n').append(checkpointNote).toString();
    }

    /** @throws VerificationException {@code PROOF_MALFORMED}, also for extra data, which our logs never write */
    public static LogProof parse(String text) throws VerificationException {
        TextLines lines = new TextLines(MALFORMED, text);
        if (text.length() > MAX_BYTES) {
            throw lines.malformed("longer than " + MAX_BYTES + " characters");
        }
        lines.next(FIRST_LINE);
        long index = lines.decimal(lines.after("index "));
        List<byte[]> path = lines.hashes(MAX_PATH);
        String note = lines.rest();
        if (note.isEmpty()) {
            throw lines.malformed("no checkpoint");
        }
        return new LogProof(index, path, note);
    }

    /**
     * The whole check of one leaf under a log: both signatures of the checkpoint, then the path.
     *
     * @return the checkpoint under which the leaf stands
     * @throws VerificationException as {@link CheckpointVerifier#verify} and {@link ProofVerifier#inclusion}
     */
    public Checkpoint verify(byte[] leaf, CheckpointVerifier log) throws VerificationException {
        Checkpoint checkpoint = log.verify(checkpointNote);
        ProofVerifier.inclusion(index, checkpoint.size(), Merkle.leafHash(leaf), path, checkpoint.root());
        return checkpoint;
    }
}

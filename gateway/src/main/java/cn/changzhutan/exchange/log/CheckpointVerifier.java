package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.PublicKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies the checkpoints of one log: its origin, and a signature of each algorithm by a pinned key. A whole group of records comes under one
 * checkpoint, so what was verified is remembered by the hash of the whole note, the last {@value #REMEMBERED}. Thread-safe.
 */
public final class CheckpointVerifier {
    static final int REMEMBERED = 1024;

    private final String origin;
    private final NotePolicy policy;
    private final Map<ByteBuffer, Checkpoint> verified = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Checkpoint> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @throws IllegalArgumentException if the origin is no key name */
    public CheckpointVerifier(String origin, PublicKeys keys) {
        this(
                origin,
                List.of(
                        new NotePolicy.Pinned(NoteKey.ed25519(origin, keys.ed25519()), Long.MAX_VALUE),
                        new NotePolicy.Pinned(NoteKey.sm2(origin, keys.sm2()), Long.MAX_VALUE)));
    }

    /** @param keys all of this origin; at least one of each algorithm */
    CheckpointVerifier(String origin, List<NotePolicy.Pinned> keys) {
        this.origin = origin;
        this.policy = new NotePolicy(List.of(
                keys.stream().filter(pinned -> !pinned.key().kind().isSm2()).toList(),
                keys.stream().filter(pinned -> pinned.key().kind().isSm2()).toList()));
    }

    public String origin() {
        return origin;
    }

    /**
     * @param note the whole signed note
     * @throws VerificationException {@code NOTE_MALFORMED}, {@code SIGNATURE_MISSING}, {@code SIGNATURE_INVALID},
     *     {@code CHECKPOINT_MALFORMED}, {@code ORIGIN_UNEXPECTED}, or {@code KEY_RETIRED}
     */
    public Checkpoint verify(String note) throws VerificationException {
        if (note.length() > SignedNote.MAX_BYTES) {
            throw new VerificationException(
                    SignedNote.MALFORMED, "longer than " + SignedNote.MAX_BYTES + " characters");
        }
        ByteBuffer key = ByteBuffer.wrap(Merkle.sha256(note.getBytes(StandardCharsets.UTF_8)));
        synchronized (verified) {
            Checkpoint known = verified.get(key);
            if (known != null) {
                return known;
            }
        }
        SignedNote parsed = SignedNote.parse(note);
        List<List<NotePolicy.Pinned>> signers = policy.verify(parsed);
        Checkpoint checkpoint = Checkpoint.parse(parsed.text());
        if (!checkpoint.origin().equals(origin)) {
            throw new VerificationException("ORIGIN_UNEXPECTED", "the checkpoint is of another log than " + origin);
        }
        NotePolicy.requireInUse(signers, checkpoint.size());
        synchronized (verified) {
            verified.put(key, checkpoint);
        }
        return checkpoint;
    }

    /** Whether the line stands under name and id of a pinned key; says nothing of its signature. */
    boolean hasKeyOf(SignedNote.Line line) {
        return policy.hasKeyOf(line);
    }

    /**
     * A verified note without the lines of other keys than this log's: whoever passes a note on may have added lines to it.
     *
     * @throws VerificationException {@code NOTE_MALFORMED}
     */
    public String withoutOthers(String note) throws VerificationException {
        return SignedNote.parse(note).only(policy.keys()).toText();
    }

    int remembered() {
        synchronized (verified) {
            return verified.size();
        }
    }
}

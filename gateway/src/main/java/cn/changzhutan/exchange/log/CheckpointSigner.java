package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.crypto.Signer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs a log's checkpoints: a line with Ed25519 for public tools and one with SM2, all under the origin as key name; while keys are
 * being rotated, a line with each old and each new one. Whether a checkpoint may be signed (that it descends from all signed before) is the caller's to know. Thread-safe, as its signers are.
 */
public final class CheckpointSigner {
    private record Pen(NoteKey key, Signer signer) {}

    private final String origin;
    private final List<Pen> pens = new ArrayList<>();

    /** @throws IllegalArgumentException if the origin is no key name or a signer is of another algorithm */
    public CheckpointSigner(String origin, Signer ed25519, Signer sm2) {
        this(origin, List.of(ed25519), List.of(sm2));
    }

    /** @param ed25519 and sm2: every key in use, at least one of each */
    public CheckpointSigner(String origin, List<Signer> ed25519, List<Signer> sm2) {
        this.origin = origin;
        add(ed25519, "Ed25519", NoteKey.Kind.LOG_ED25519);
        add(sm2, "SM2", NoteKey.Kind.LOG_SM2);
    }

    private void add(List<Signer> signers, String algorithm, NoteKey.Kind kind) {
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("no signer (expected: " + algorithm + ")");
        }
        for (Signer signer : signers) {
            if (!signer.algorithm().equals(algorithm)) {
                throw new IllegalArgumentException(
                        "signer (expected: " + algorithm + ", found: " + signer.algorithm() + ")");
            }
            pens.add(new Pen(new NoteKey(origin, kind, signer.publicKey()), signer));
        }
    }

    /** The keys under which its lines stand. */
    public List<NoteKey> keys() {
        return pens.stream().map(Pen::key).toList();
    }

    /**
     * @return the whole signed note, final newline included
     * @throws IllegalArgumentException if the checkpoint is of another origin
     * @throws IllegalStateException if a key cannot be used now
     */
    public String sign(Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(origin)) {
            throw new IllegalArgumentException("checkpoint of " + checkpoint.origin() + " (expected: " + origin + ")");
        }
        String body = checkpoint.body();
        byte[] signed = body.getBytes(StandardCharsets.UTF_8);
        List<SignedNote.Line> lines = new ArrayList<>();
        pens.forEach(pen -> lines.add(new SignedNote.Line(
                pen.key().name(), pen.key().id(), pen.signer().sign(signed))));
        return new SignedNote(body, lines).toText();
    }
}

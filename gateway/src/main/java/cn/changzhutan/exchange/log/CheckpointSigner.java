package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.crypto.Signer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Signs a log's checkpoints: one line with Ed25519 for public tools, one with SM2, both under the origin as key name. Whether a
 * checkpoint may be signed (that it descends from all signed before) is the caller's to know. Thread-safe, as its signers are.
 */
public final class CheckpointSigner {
    private final String origin;
    private final Signer ed25519;
    private final Signer sm2;
    private final NoteKey ed25519Key;
    private final NoteKey sm2Key;

    /** @throws IllegalArgumentException if the origin is no key name or a signer is of another algorithm */
    public CheckpointSigner(String origin, Signer ed25519, Signer sm2) {
        requireAlgorithm(ed25519, "Ed25519");
        requireAlgorithm(sm2, "SM2");
        this.origin = origin;
        this.ed25519 = ed25519;
        this.sm2 = sm2;
        this.ed25519Key = NoteKey.ed25519(origin, ed25519.publicKey());
        this.sm2Key = NoteKey.sm2(origin, sm2.publicKey());
    }

    private static void requireAlgorithm(Signer signer, String algorithm) {
        if (!signer.algorithm().equals(algorithm)) {
            throw new IllegalArgumentException(
                    "signer (expected: " + algorithm + ", found: " + signer.algorithm() + ")");
        }
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
        return new SignedNote(body, List.of(line(ed25519Key, ed25519, signed), line(sm2Key, sm2, signed))).toText();
    }

    private static SignedNote.Line line(NoteKey key, Signer signer, byte[] signed) {
        return new SignedNote.Line(key.name(), key.id(), signer.sign(signed));
    }
}

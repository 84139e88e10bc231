package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.crypto.Signer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A witness' pen: states that a checkpoint is consistent with all that the witness has seen of its log (C2SP tlog-cosignature,
 * {@code cosignature/v1}). Whether that is so is the caller's to know, and to have persisted. Thread-safe, as its signers are.
 */
public final class Cosigner {
    private record Pen(NoteKey key, Signer signer) {}

    private final List<Pen> pens = new ArrayList<>();

    /**
     * @param name of the witness, {@code host/witness}
     * @param ed25519 at least one
     * @param sm2 may be none
     */
    public Cosigner(String name, List<Signer> ed25519, List<Signer> sm2) {
        if (ed25519.isEmpty()) {
            throw new IllegalArgumentException("a witness without a key");
        }
        ed25519.forEach(signer ->
                pens.add(new Pen(new NoteKey(name, NoteKey.Kind.COSIGNER_ED25519, signer.publicKey()), signer)));
        sm2.forEach(
                signer -> pens.add(new Pen(new NoteKey(name, NoteKey.Kind.COSIGNER_SM2, signer.publicKey()), signer)));
    }

    /** The keys under which its lines stand. */
    public List<NoteKey> keys() {
        return pens.stream().map(Pen::key).toList();
    }

    /**
     * @param checkpointText the checkpoint's text with its final newline, without signatures
     * @param at whole seconds count
     * @return one signature line a key, each with its newline
     */
    public String cosign(String checkpointText, Instant at) {
        StringBuilder lines = new StringBuilder();
        byte[] message = message(checkpointText, at.getEpochSecond());
        for (Pen pen : pens) {
            byte[] signature = pen.signer().sign(message);
            byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length)
                    .putLong(at.getEpochSecond())
                    .put(signature)
                    .array();
            lines.append(new SignedNote.Line(pen.key().name(), pen.key().id(), timed).toText());
        }
        return lines.toString();
    }

    /** The signed message: two lines and the checkpoint's text. */
    static byte[] message(String checkpointText, long epochSecond) {
        return ("cosignature/v1\ntime " + epochSecond + "\n" + checkpointText).getBytes(StandardCharsets.UTF_8);
    }
}

package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A checkpoint on its way to the other cities, with the proof that it continues the one before. Text: a line that names the format,
 * {@code from} and a size, the hashes in base64 one a line, an empty line, the signed note.
 *
 * @param fromSize size of the checkpoint that this one continues, 0 for the first
 * @param consistency the path from there, RFC 9162 §2.1.4; not to be changed
 * @param note the signed note verbatim; not verified here
 */
public record CheckpointMessage(long fromSize, List<byte[]> consistency, String note) {
    /** A consistency path has at most one hash more than an inclusion path. */
    static final int MAX_PATH = LogProof.MAX_PATH + 1;

    private static final String MALFORMED = "CHECKPOINT_MESSAGE_MALFORMED";
    private static final String FIRST_LINE = "changzhutan/checkpoint@v1";

    public CheckpointMessage {
        consistency = List.copyOf(consistency);
        if (fromSize < 0 || consistency.size() > MAX_PATH) {
            throw new IllegalArgumentException(
                    "checkpoint message (expected: a size from 0 and at most " + MAX_PATH + " hashes)");
        }
    }

    public byte[] encode() {
        StringBuilder out = new StringBuilder(note.length() + 64 + 45 * consistency.size());
        out.append(FIRST_LINE).append("\nfrom ").append(fromSize).append('\n');
        TextLines.appendHashes(out, consistency);
        return out.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws VerificationException {@code CHECKPOINT_MESSAGE_MALFORMED} */
    public static CheckpointMessage decode(byte[] bytes) throws VerificationException {
        TextLines lines = new TextLines(MALFORMED, TextLines.decode(MALFORMED, bytes, LogProof.MAX_BYTES));
        lines.next(FIRST_LINE);
        long fromSize = lines.decimal(lines.after("from "));
        List<byte[]> consistency = lines.hashes(MAX_PATH);
        String note = lines.rest();
        if (note.isEmpty()) {
            throw lines.malformed("no checkpoint");
        }
        return new CheckpointMessage(fromSize, consistency, note);
    }
}

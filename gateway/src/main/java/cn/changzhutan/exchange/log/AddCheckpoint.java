package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a log asks a witness to cosign (C2SP tlog-witness, add-checkpoint). Text: {@code old} and a size, the consistency path in
 * base64 one hash a line, an empty line, the signed note.
 *
 * @param oldSize size of the checkpoint that the witness is thought to have, 0 for none
 * @param consistency the path from there, RFC 9162 §2.1.4; not to be changed
 * @param note the signed note verbatim; not verified here
 */
public record AddCheckpoint(long oldSize, List<byte[]> consistency, String note) {
    /** Longest body in bytes: room for a full path and a note with many signatures. */
    public static final int MAX_BYTES = 65_536;

    /** As the standard has it. */
    private static final int MAX_PATH = 63;

    private static final String MALFORMED = "ADD_CHECKPOINT_MALFORMED";

    public AddCheckpoint {
        consistency = List.copyOf(consistency);
        if (oldSize < 0 || consistency.size() > MAX_PATH) {
            throw new IllegalArgumentException(
                    "checkpoint for a witness (expected: a size from 0 and at most " + MAX_PATH + " hashes)");
        }
    }

    public byte[] encode() {
        StringBuilder out = new StringBuilder(note.length() + 32 + 45 * consistency.size());
        out.append("old ").append(oldSize).append('\n');
        TextLines.appendHashes(out, consistency);
        return out.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws VerificationException {@code ADD_CHECKPOINT_MALFORMED} */
    public static AddCheckpoint decode(byte[] body) throws VerificationException {
        TextLines lines = new TextLines(MALFORMED, TextLines.decode(MALFORMED, body, MAX_BYTES));
        long oldSize = lines.decimal(lines.after("old "));
        List<byte[]> consistency = lines.hashes(MAX_PATH);
        String note = lines.rest();
        if (note.indexOf('\n') < 1) {
            throw lines.malformed("no checkpoint");
        }
        return new AddCheckpoint(oldSize, consistency, note);
    }

    /** The log that the note says it is of. */
    public String origin() {
        return note.substring(0, note.indexOf('\n'));
    }
}

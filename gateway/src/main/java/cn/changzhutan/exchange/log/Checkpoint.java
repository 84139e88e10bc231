package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a log says of itself: the root of its tree at a size (C2SP tlog-checkpoint, without extension lines). Immutable.
 *
 * @param origin the log's identity and the name of its keys, schemeless {@code host/log}
 * @param size number of leaves, at least 0
 * @param root 32 bytes, a copy in and out; of no leaves at size 0
 */
public record Checkpoint(String origin, long size, byte[] root) {
    /** @throws IllegalArgumentException if this can be no checkpoint */
    public Checkpoint {
        NoteKey.requireName(origin);
        if (size < 0 || root.length != Merkle.HASH_LENGTH) {
            throw new IllegalArgumentException("checkpoint (expected: a size from 0 and a root of 32 bytes)");
        }
        if (size == 0 && !Arrays.equals(root, Merkle.emptyRoot())) {
            throw new IllegalArgumentException("checkpoint of no leaves (expected: the root of no leaves)");
        }
        root = root.clone();
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    /** The three lines that are signed. */
    public String body() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /**
     * Reads a body, whose signatures were verified before.
     *
     * @throws VerificationException {@code CHECKPOINT_MALFORMED}, also for extension lines
     */
    public static Checkpoint parse(String body) throws VerificationException {
        TextLines lines = new TextLines("CHECKPOINT_MALFORMED", body);
        String origin = lines.next();
        long size = lines.decimal(lines.next());
        byte[] root = lines.hash(lines.next());
        lines.end();
        try {
            return new Checkpoint(origin, size, root);
        } catch (IllegalArgumentException e) {
            throw lines.malformed(e.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that
                && size == that.size
                && origin.equals(that.origin)
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(root);
    }

    @Override
    public String toString() {
        return "Checkpoint[" + body().strip().replace('\n', ' ') + "]";
    }
}

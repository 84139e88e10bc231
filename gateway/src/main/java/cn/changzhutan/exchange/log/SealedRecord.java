package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What travels between cities: a leaf, the envelope it speaks of, and the proof that it stands in the sender's log. The frame is
 * {@code CZTX1\n}, then of each of the three its length as four bytes, big-endian, and its bytes; nothing after.
 *
 * @param leaf the exact bytes of the leaf, 1 to {@link Leaf#MAX_BYTES}; not to be changed
 * @param envelope the exact bytes of the envelope, or none (a receipt); at most {@link #MAX_ENVELOPE}; not to be changed
 * @param proof as {@link LogProof#toText}
 */
public record SealedRecord(byte[] leaf, byte[] envelope, String proof) {
    /** Longest envelope in bytes. */
    public static final int MAX_ENVELOPE = 6 << 20;

    private static final byte[] MAGIC = "CZTX1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String MALFORMED = "FRAME_MALFORMED";

    public SealedRecord {
        if (leaf.length == 0 || leaf.length > Leaf.MAX_BYTES || envelope.length > MAX_ENVELOPE) {
            throw new IllegalArgumentException("sealed record with a leaf of " + leaf.length + " and an envelope of "
                    + envelope.length + " bytes");
        }
    }

    public byte[] encode() {
        byte[] proofBytes = proof.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(MAGIC.length + 3 * Integer.BYTES + leaf.length + envelope.length + proofBytes.length)
                .put(MAGIC)
                .putInt(leaf.length)
                .put(leaf)
                .putInt(envelope.length)
                .put(envelope)
                .putInt(proofBytes.length)
                .put(proofBytes)
                .array();
    }

    /** @throws VerificationException {@code FRAME_MALFORMED}; what is inside is not looked at */
    public static SealedRecord decode(byte[] frame) throws VerificationException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        try {
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw malformed("not a sealed record of version 1");
            }
            byte[] leaf = part(in, 1, Leaf.MAX_BYTES);
            byte[] envelope = part(in, 0, MAX_ENVELOPE);
            byte[] proof = part(in, 1, LogProof.MAX_BYTES);
            if (in.hasRemaining()) {
                throw malformed("something after the end");
            }
            return new SealedRecord(leaf, envelope, TextLines.decode(MALFORMED, proof, LogProof.MAX_BYTES));
        } catch (BufferUnderflowException e) {
            throw malformed("it ends too early");
        }
    }

    private static byte[] part(ByteBuffer in, int shortest, int longest) throws VerificationException {
        int length = in.getInt();
        if (length < shortest || length > longest || length > in.remaining()) {
            throw malformed("a length out of bounds");
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    private static VerificationException malformed(String what) {
        return new VerificationException(MALFORMED, what);
    }

    @Override
    public String toString() {
        return "SealedRecord[leaf of " + leaf.length + " bytes, envelope of " + envelope.length + " bytes]";
    }
}

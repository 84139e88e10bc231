package cn.changzhutan.exchange.log;

import java.util.Arrays;

/**
 * The leaf of the other city's log that a leaf answers, and the checkpoint under which it was verified. Immutable.
 *
 * @param origin of the other log
 * @param index of its leaf
 * @param leafHash 32 bytes, a copy in and out
 * @param size of the checkpoint, above {@code index}
 * @param root of the checkpoint, 32 bytes, a copy in and out
 */
public record Counterpart(String origin, long index, byte[] leafHash, long size, byte[] root) {
    /** @throws IllegalArgumentException if this can be no leaf of a log */
    public Counterpart {
        NoteKey.requireName(origin);
        LeafText.token("counterpart origin", origin, 128);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "counterpart index " + index + " (expected: below its size " + size + ")");
        }
        if (leafHash.length != Merkle.HASH_LENGTH || root.length != Merkle.HASH_LENGTH) {
            throw new IllegalArgumentException("counterpart hashes (expected: 32 bytes)");
        }
        leafHash = leafHash.clone();
        root = root.clone();
    }

    @Override
    public byte[] leafHash() {
        return leafHash.clone();
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counterpart that
                && index == that.index
                && size == that.size
                && origin.equals(that.origin)
                && Arrays.equals(leafHash, that.leafHash)
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(leafHash);
    }
}

package cn.changzhutan.exchange.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The right edge of the tree: the roots of the complete subtrees that its leaves make up, one a set bit of the size, the biggest
 * first. All that an append needs to know of what went before, at most 63 hashes. Immutable and thread-safe.
 */
public final class TreeEdge {
    private static final TreeEdge EMPTY = new TreeEdge(0, new byte[0][]);

    private final long size;
    private final byte[][] subtrees;

    /**
     * What an append gives.
     *
     * @param before the edge that was appended to
     * @param edge the new edge
     * @param hashes every hash that is new in the tiles of any level, in order of index within a level
     */
    public record Grown(TreeEdge before, TreeEdge edge, List<StoredHash> hashes) {
        /** Gives, without reading any tile, inclusion proofs of the new leaves, and consistency proofs from the size before. */
        public ProofBuilder proofs() {
            return ProofBuilder.ofGrowth(this);
        }

        /** The new hashes as they are to be added at the ends of tiles: level, then tile, then hashes one after the other. */
        public SortedMap<Integer, SortedMap<Long, byte[]>> byTile() {
            SortedMap<Integer, SortedMap<Long, byte[]>> tiles = new TreeMap<>();
            int from = 0;
            for (int i = 1; i <= hashes.size(); i++) {
                if (i == hashes.size() || !sameTile(hashes.get(i), hashes.get(from))) {
                    StoredHash first = hashes.get(from);
                    tiles.computeIfAbsent(first.level(), level -> new TreeMap<>())
                            .put(first.index() / Tiles.WIDTH, join(hashes.subList(from, i)));
                    from = i;
                }
            }
            return tiles;
        }

        private static boolean sameTile(StoredHash a, StoredHash b) {
            return a.level() == b.level() && a.index() / Tiles.WIDTH == b.index() / Tiles.WIDTH;
        }

        private static byte[] join(List<StoredHash> hashes) {
            byte[] joined = new byte[hashes.size() * Merkle.HASH_LENGTH];
            for (int i = 0; i < hashes.size(); i++) {
                System.arraycopy(hashes.get(i).hash(), 0, joined, i * Merkle.HASH_LENGTH, Merkle.HASH_LENGTH);
            }
            return joined;
        }
    }

    private TreeEdge(long size, byte[][] subtrees) {
        this.size = size;
        this.subtrees = subtrees;
    }

    /** The edge of the tree without leaves. */
    public static TreeEdge empty() {
        return EMPTY;
    }

    /**
     * @param encoded as {@link #encode} gave it
     * @throws IllegalArgumentException if the length does not fit the size
     */
    public static TreeEdge restore(long size, byte[] encoded) {
        if (size < 0 || encoded.length != Long.bitCount(size) * Merkle.HASH_LENGTH) {
            throw new IllegalArgumentException("edge of a tree of " + size
                    + " leaves (expected: 32 bytes for each set bit of the size, found: " + encoded.length + ")");
        }
        byte[][] subtrees = new byte[Long.bitCount(size)][];
        for (int i = 0; i < subtrees.length; i++) {
            subtrees[i] = Arrays.copyOfRange(encoded, i * Merkle.HASH_LENGTH, (i + 1) * Merkle.HASH_LENGTH);
        }
        return new TreeEdge(size, subtrees);
    }

    /** 32 bytes for each set bit of the size, the biggest subtree first. */
    public byte[] encode() {
        byte[] encoded = new byte[subtrees.length * Merkle.HASH_LENGTH];
        for (int i = 0; i < subtrees.length; i++) {
            System.arraycopy(subtrees[i], 0, encoded, i * Merkle.HASH_LENGTH, Merkle.HASH_LENGTH);
        }
        return encoded;
    }

    public long size() {
        return size;
    }

    /** The root of the whole tree, RFC 9162 §2.1.1. */
    public byte[] root() {
        if (size == 0) {
            return Merkle.emptyRoot();
        }
        byte[] root = subtrees[subtrees.length - 1].clone();
        for (int i = subtrees.length - 2; i >= 0; i--) {
            root = Merkle.nodeHash(subtrees[i], root);
        }
        return root;
    }

    /** The root of the complete subtree that the set bit {@code height} of the size stands for. */
    byte[] subtree(int height) {
        return subtrees[Long.bitCount(size >>> height) - 1];
    }

    /**
     * One node hash a leaf, spread over the group.
     *
     * @param leafHashes 32 bytes each; not to be changed afterwards
     * @throws ArithmeticException if the tree would reach 2^63 leaves
     */
    public Grown append(List<byte[]> leafHashes) {
        long newSize = Math.addExact(size, leafHashes.size());
        byte[][] stack = Arrays.copyOf(subtrees, Long.SIZE);
        int top = subtrees.length;
        List<List<StoredHash>> levels = new ArrayList<>();
        long index = size;
        for (byte[] leafHash : leafHashes) {
            if (leafHash.length != Merkle.HASH_LENGTH) {
                throw new IllegalArgumentException("leaf hash of " + leafHash.length + " bytes (expected: 32)");
            }
            byte[] subtree = leafHash;
            store(levels, 0, index, subtree);
            for (int height = 1; (index >>> (height - 1) & 1) == 1; height++) {
                subtree = Merkle.nodeHash(stack[--top], subtree);
                if (height % Tiles.HEIGHT == 0) {
                    store(levels, height / Tiles.HEIGHT, index >>> height, subtree);
                }
            }
            stack[top++] = subtree;
            index++;
        }
        List<StoredHash> hashes = levels.stream().flatMap(List::stream).toList();
        return new Grown(this, new TreeEdge(newSize, Arrays.copyOf(stack, top)), hashes);
    }

    private static void store(List<List<StoredHash>> levels, int level, long index, byte[] hash) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        levels.get(level).add(new StoredHash(level, index, hash));
    }
}

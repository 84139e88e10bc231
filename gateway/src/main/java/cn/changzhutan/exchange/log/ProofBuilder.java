package cn.changzhutan.exchange.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the proofs of one tree at one size: inclusion by RFC 9162 §2.1.3.1, consistency by §2.1.4.1. It keeps the nodes that it has
 * worked out, so that a batch of neighbours costs about one hash each; use one builder for a batch and let it go. Not thread-safe.
 */
public final class ProofBuilder {
    private static final int MAX_TILES = 256;

    private final HashReader reader;
    private final long size;
    private final Map<TileKey, TileNodes> tiles;
    /** Roots of {@code [start, size)}, by start. */
    private final Map<Long, byte[]> tails = new HashMap<>();

    private record TileKey(int level, long tile) {}

    /**
     * @param reader holds every tile hash of a tree of at least {@code size} leaves
     * @param size at least 0
     */
    public ProofBuilder(HashReader reader, long size) {
        this(reader, size, new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TileKey, TileNodes> eldest) {
                return size() > MAX_TILES;
            }
        });
    }

    private ProofBuilder(HashReader reader, long size, Map<TileKey, TileNodes> tiles) {
        if (size < 0) {
            throw new IllegalArgumentException("tree size " + size + " (expected: at least 0)");
        }
        this.reader = reader;
        this.size = size;
        this.tiles = tiles;
    }

    /**
     * The left neighbours of new leaves are new themselves or stand in the old edge, so no tile need be read. Asked for an older
     * leaf or size, this builder throws IllegalArgumentException.
     */
    static ProofBuilder ofGrowth(TreeEdge.Grown grown) {
        Map<TileKey, TileNodes> known = new HashMap<>();
        ProofBuilder builder = new ProofBuilder(
                (level, first, count) -> new byte[count][], grown.edge().size(), known);
        TreeEdge before = grown.before();
        for (int height = 0; height < Long.SIZE - 1; height++) {
            if ((before.size() >>> height & 1) == 1) {
                builder.put(height, (before.size() >>> height) - 1, before.subtree(height));
            }
        }
        for (StoredHash hash : grown.hashes()) {
            builder.put(hash.level() * Tiles.HEIGHT, hash.index(), hash.hash());
        }
        return builder;
    }

    private void put(int height, long index, byte[] hash) {
        int row = height % Tiles.HEIGHT;
        TileKey key = new TileKey(height / Tiles.HEIGHT, index >>> (Tiles.HEIGHT - row));
        tiles.computeIfAbsent(key, k -> new TileNodes()).put(row, (int) (index & ((Tiles.WIDTH >> row) - 1)), hash);
    }

    /** The path from the leaf's sibling up to the root's child. @throws IllegalArgumentException unless 0 ≤ index < size */
    public List<byte[]> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " of a tree of " + size);
        }
        List<byte[]> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return path;
    }

    private void inclusion(long index, long start, long end, List<byte[]> path) {
        if (end - start == 1) {
            return;
        }
        long split = start + split(end - start);
        if (index < split) {
            inclusion(index, start, split, path);
            path.add(range(split, end));
        } else {
            inclusion(index, split, end, path);
            path.add(range(start, split));
        }
    }

    /**
     * From the tree of {@code fromSize} leaves to this one. Empty if there is nothing to prove: from 0, or from this very size.
     *
     * @throws IllegalArgumentException unless 0 ≤ fromSize ≤ size
     */
    public List<byte[]> consistency(long fromSize) {
        if (fromSize < 0 || fromSize > size) {
            throw new IllegalArgumentException("consistency from " + fromSize + " to " + size);
        }
        List<byte[]> path = new ArrayList<>();
        if (fromSize > 0) {
            consistency(fromSize, 0, size, true, path);
        }
        return path;
    }

    /** SUBPROOF of RFC 9162 §2.1.4.1. {@code whole}: the old root itself is known to the verifier, so it is not sent. */
    private void consistency(long from, long start, long end, boolean whole, List<byte[]> path) {
        if (from == end) {
            if (!whole) {
                path.add(range(start, end));
            }
            return;
        }
        long split = start + split(end - start);
        if (from <= split) {
            consistency(from, start, split, whole, path);
            path.add(range(split, end));
        } else {
            consistency(from, split, end, false, path);
            path.add(range(start, split));
        }
    }

    public byte[] root() {
        return root(size);
    }

    /** The root of the first {@code atSize} leaves. @throws IllegalArgumentException unless 0 ≤ atSize ≤ size */
    public byte[] root(long atSize) {
        if (atSize < 0 || atSize > size) {
            throw new IllegalArgumentException("root at " + atSize + " of a tree of " + size);
        }
        return atSize == 0 ? Merkle.emptyRoot() : range(0, atSize).clone();
    }

    /** The largest power of two smaller than {@code n}, for n ≥ 2. */
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }

    /** MTH(D[start:end]); start is a multiple of the largest power of two that is not greater than the length. */
    private byte[] range(long start, long end) {
        long length = end - start;
        if (Long.bitCount(length) == 1) {
            int height = Long.numberOfTrailingZeros(length);
            return node(height, start >>> height);
        }
        byte[] known = end == size ? tails.get(start) : null;
        if (known == null) {
            long split = start + split(length);
            known = Merkle.nodeHash(range(start, split), range(split, end));
            if (end == size) {
                tails.put(start, known);
            }
        }
        return known;
    }

    private byte[] node(int height, long index) {
        int row = height % Tiles.HEIGHT;
        TileKey key = new TileKey(height / Tiles.HEIGHT, index >>> (Tiles.HEIGHT - row));
        TileNodes tile = tiles.get(key);
        if (tile == null) {
            tile = load(key);
            tiles.put(key, tile);
        }
        return tile.get(row, (int) (index & ((Tiles.WIDTH >> row) - 1)));
    }

    private TileNodes load(TileKey key) {
        long first = key.tile() * Tiles.WIDTH;
        int count = Tiles.width(size, key.level(), key.tile());
        byte[][] hashes = reader.read(key.level(), first, count);
        if (hashes.length != count) {
            throw new IllegalStateException("tile " + key.level() + "/" + key.tile() + " (expected: " + count
                    + " hashes, found: " + hashes.length + ")");
        }
        TileNodes tile = new TileNodes();
        for (int i = 0; i < count; i++) {
            tile.put(0, i, hashes[i]);
        }
        return tile;
    }
}

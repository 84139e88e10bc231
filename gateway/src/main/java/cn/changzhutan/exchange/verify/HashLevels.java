package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.log.HashReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every tile hash of a tree, worked out from its leaves: 32 bytes a leaf in memory. Not thread-safe. */
final class HashLevels implements HashReader {
    private static final int HASH = 32;

    /** A growing array that can be read in place. */
    private static final class Hashes extends ByteArrayOutputStream {
        byte[] range(long first, int count) {
            int from = Math.toIntExact(first * HASH);
            if (from + count * HASH > this.count) {
                throw new IllegalArgumentException("a hash beyond the tree");
            }
            return Arrays.copyOfRange(buf, from, from + count * HASH);
        }
    }

    private final List<Hashes> levels = new ArrayList<>();

    /** In order of index within a level. */
    void add(int level, byte[] hash) {
        while (levels.size() <= level) {
            levels.add(new Hashes());
        }
        levels.get(level).writeBytes(hash);
    }

    int levels() {
        return levels.size();
    }

    /** As a tile's bytes. */
    byte[] tile(int level, long first, int count) {
        return levels.get(level).range(first, count);
    }

    byte[] leafHash(long index) {
        return levels.get(0).range(index, 1);
    }

    @Override
    public byte[][] read(int level, long firstIndex, int count) {
        byte[] joined = tile(level, firstIndex, count);
        byte[][] hashes = new byte[count][];
        for (int i = 0; i < count; i++) {
            hashes[i] = Arrays.copyOfRange(joined, i * HASH, (i + 1) * HASH);
        }
        return hashes;
    }
}

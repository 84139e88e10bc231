package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.HashReader;
import cn.changzhutan.exchange.log.Tiles;
import cn.changzhutan.exchange.log.TreeEdge;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hash tiles from the database, with the recently used ones in memory. A cached tile may be shorter than the stored one but is
 * never wrong: tiles only grow. Thread-safe.
 */
final class TileReader implements HashReader {
    private static final int HASH = 32;
    private static final int CACHED_TILES = 512;

    private record TileName(int level, long tile) {}

    private final Database database;
    private final Map<TileName, byte[]> cache = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileName, byte[]> eldest) {
            return size() > CACHED_TILES;
        }
    };

    TileReader(Database database) {
        this.database = database;
    }

    @Override
    public byte[][] read(int level, long firstIndex, int count) {
        byte[][] hashes = new byte[count][];
        int at = 0;
        while (at < count) {
            long index = firstIndex + at;
            int offset = (int) (index % LogStore.WIDTH);
            int take = Math.min(count - at, LogStore.WIDTH - offset);
            byte[] tile = tile(level, index / LogStore.WIDTH, offset + take);
            for (int i = 0; i < take; i++) {
                int from = (offset + i) * HASH;
                hashes[at + i] = Arrays.copyOfRange(tile, from, from + HASH);
            }
            at += take;
        }
        return hashes;
    }

    /** Takes over hashes that were committed just now, so that proofs of new leaves need not read them again. */
    void grown(TreeEdge.Grown grown) {
        synchronized (cache) {
            grown.byTile()
                    .forEach((level, tiles) -> tiles.forEach((tile, added) -> {
                        TileName name = new TileName(level, tile);
                        int before = Tiles.width(grown.edge().size(), level, tile) * HASH - added.length;
                        byte[] known = before == 0 ? new byte[0] : cache.get(name);
                        if (known != null && known.length == before) {
                            byte[] longer = Arrays.copyOf(known, before + added.length);
                            System.arraycopy(added, 0, longer, before, added.length);
                            cache.put(name, longer);
                        }
                    }));
        }
    }

    private byte[] tile(int level, long tile, int width) {
        TileName name = new TileName(level, tile);
        synchronized (cache) {
            byte[] cached = cache.get(name);
            if (cached != null && cached.length >= width * HASH) {
                return cached;
            }
        }
        byte[] stored = Repeatable.call(() -> database.once(c -> LogStore.readTile(c, level, tile)));
        if (stored.length < width * HASH) {
            throw new LogUnavailableException(
                    "tile " + level + "/" + tile + " holds " + stored.length / HASH + " hashes of " + width, null);
        }
        synchronized (cache) {
            cache.put(name, stored);
        }
        return stored;
    }
}

package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.StoredHash;
import cn.changzhutan.exchange.log.Tiles;
import cn.changzhutan.exchange.log.TreeEdge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads every entry and every tile of a log, in order, and builds the tree again: once from the entries, once from the stored hashes of
 * level 0. Where both differ, the signed roots say which of them was changed. Used once.
 */
final class TreeWalk {
    private static final int HASH = Merkle.HASH_LENGTH;

    private final City city;
    private final LogSource source;
    private final Report report;
    private final SortedMap<Long, byte[]> roots;
    private final LeafCheck leaves;
    private final HashLevels hashes = new HashLevels();
    private final List<Difference> differences = new ArrayList<>();
    private TreeEdge fromEntries = TreeEdge.empty();
    private TreeEdge fromTiles = TreeEdge.empty();
    private boolean readable = true;

    /** An entry whose hash is not the stored one. */
    private record Difference(long index, String tile) {}

    /** @param roots the signed root of each size; sizes beyond the tree are passed by */
    TreeWalk(City city, LogSource source, SortedMap<Long, byte[]> roots, LeafCheck leaves, Report report) {
        this.city = city;
        this.source = source;
        this.roots = roots;
        this.leaves = leaves;
        this.report = report;
    }

    /** @return every hash of the tree, as the entries give it; only as far as both could be read */
    HashLevels walk(long size) {
        for (long bundle = 0; readable && bundle * Tiles.WIDTH < size; bundle++) {
            int width = Tiles.width(size, 0, bundle);
            List<byte[]> tile = tile(bundle, width);
            grow(bundle * Tiles.WIDTH, entries(bundle, width, tile), tile);
        }
        if (readable) {
            boolean entriesHold = Arrays.equals(fromEntries.root(), roots.get(size));
            judgeDifferences(entriesHold, Arrays.equals(fromTiles.root(), roots.get(size)));
            checkUpperTiles(size, entriesHold);
        } else {
            report.remark(city + ": nothing behind it was looked at");
        }
        return hashes;
    }

    /** Whether every place of the tree could be filled. */
    boolean isWhole() {
        return readable;
    }

    /** Hashes of the entries; where an entry cannot be read, the stored hash stands in for it. */
    private List<byte[]> entries(long bundle, int width, List<byte[]> tile) {
        String path = Tiles.entriesPath(bundle, width);
        try {
            List<byte[]> entries = Tiles.decodeBundle(source.file(path), width);
            List<byte[]> hashed = new ArrayList<>(width);
            for (int i = 0; i < width; i++) {
                long index = bundle * Tiles.WIDTH + i;
                hashed.add(Merkle.leafHash(entries.get(i)));
                leaves.check(index, entries.get(i));
                if (!tile.isEmpty() && !Arrays.equals(hashed.get(i), tile.get(i))) {
                    differences.add(new Difference(index, Tiles.tilePath(0, bundle, width)));
                }
            }
            return hashed;
        } catch (VerificationException e) {
            report.fails("LEAF_CHANGED", city + ": " + path + " is damaged: " + e.getMessage());
        } catch (SourceException e) {
            report.fails("UNREADABLE", city + ": " + e.getMessage());
        }
        return tile;
    }

    private List<byte[]> tile(long bundle, int width) {
        String path = Tiles.tilePath(0, bundle, width);
        try {
            byte[] bytes = source.file(path);
            if (bytes.length == width * HASH) {
                List<byte[]> tile = new ArrayList<>(width);
                for (int at = 0; at < bytes.length; at += HASH) {
                    tile.add(Arrays.copyOfRange(bytes, at, at + HASH));
                }
                return tile;
            }
            report.fails(
                    "TILE_CHANGED",
                    city + ": " + path + " has " + bytes.length + " bytes (expected: " + width * HASH + ")");
        } catch (SourceException e) {
            report.fails("UNREADABLE", city + ": " + e.getMessage());
        }
        return List.of();
    }

    /** Appends up to each signed size, and compares the root there. */
    private void grow(long first, List<byte[]> entries, List<byte[]> tile) {
        if (entries.isEmpty()) {
            readable = false;
            return;
        }
        List<byte[]> stored = tile.isEmpty() ? entries : tile;
        int at = 0;
        while (at < entries.size()) {
            int to = entries.size();
            SortedMap<Long, byte[]> ahead = roots.tailMap(first + at + 1);
            if (!ahead.isEmpty() && ahead.firstKey() - first < to) {
                to = (int) (ahead.firstKey() - first);
            }
            TreeEdge.Grown grown = fromEntries.append(entries.subList(at, to));
            for (StoredHash hash : grown.hashes()) {
                hashes.add(hash.level(), hash.hash());
            }
            fromEntries = grown.edge();
            fromTiles = differences.isEmpty()
                    ? fromEntries
                    : fromTiles.append(stored.subList(at, to)).edge();
            at = to;
            compareRoot(first + to);
        }
    }

    private void compareRoot(long size) {
        byte[] signed = roots.get(size);
        if (signed == null
                || Arrays.equals(fromEntries.root(), signed)
                || (!differences.isEmpty() && Arrays.equals(fromTiles.root(), signed))) {
            return;
        }
        report.fails(
                "ROOT_DIFFERS", city + ": the entries do not make the tree of the signed checkpoint of size " + size);
    }

    private void judgeDifferences(boolean entriesHold, boolean tilesHold) {
        for (Difference difference : differences) {
            if (entriesHold) {
                report.fails(
                        "TILE_CHANGED",
                        city + ": " + difference.tile() + " has another hash for entry " + difference.index()
                                + " than the signed tree");
            } else {
                report.fails(
                        "LEAF_CHANGED",
                        city + ": entry " + difference.index() + " is not the one that was signed"
                                + (tilesHold ? "" : ", or " + difference.tile() + " was changed as well"));
            }
        }
    }

    private void checkUpperTiles(long size, boolean entriesHold) {
        int checked = 0;
        for (int level = 1; level < hashes.levels(); level++) {
            long count = size >>> (8 * level);
            for (long tile = 0; tile * Tiles.WIDTH < count; tile++) {
                int width = Tiles.width(size, level, tile);
                String path = Tiles.tilePath(level, tile, width);
                try {
                    byte[] stored = source.file(path);
                    if (entriesHold && !Arrays.equals(stored, hashes.tile(level, tile * Tiles.WIDTH, width))) {
                        report.fails("TILE_CHANGED", city + ": " + path + " has other hashes than the signed tree");
                    }
                    checked++;
                } catch (SourceException e) {
                    report.fails("UNREADABLE", city + ": " + e.getMessage());
                }
            }
        }
        if (report.allHolds()) {
            report.holds(city + ": all " + size
                    + " entries hash to the tree of every signed checkpoint, and to the stored tiles, " + checked
                    + " above the lowest level");
        }
    }
}

package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Names and contents of the log's static files, C2SP tlog-tiles. Stateless and thread-safe. */
public final class Tiles {
    /** Hashes of a full tile, entries of a full bundle. */
    public static final int WIDTH = 256;
    /** Levels of the tree that one tile spans: 2^8 = 256. */
    static final int HEIGHT = 8;
    /** A tree has less than 2^63 leaves, so level 7 has the last tiles. */
    static final int LEVELS = 8;

    private static final int MAX_ENTRY = 0xFFFF;

    private Tiles() {}

    /**
     * How many hashes tile {@code tile} of {@code level} has in a tree of {@code size} leaves: 0 to 256, and 0 for levels that no tree
     * has. Bundles are as level 0.
     */
    public static int width(long size, int level, long tile) {
        if (level >= LEVELS) {
            return 0; // a shift by 64 would be none
        }
        long hashes = size >>> (level * HEIGHT);
        long full = hashes / WIDTH;
        return tile < full ? WIDTH : tile == full ? (int) (hashes % WIDTH) : 0;
    }

    /** {@code tile/0/x001/234.p/7}; no {@code .p} for a full tile. @throws IllegalArgumentException outside the bounds of the standard */
    public static String tilePath(int level, long tile, int width) {
        if (level < 0 || level >= LEVELS) {
            throw new IllegalArgumentException("tile level " + level + " (expected: 0 to " + (LEVELS - 1) + ")");
        }
        return "tile/" + level + "/" + number(tile, width);
    }

    /** {@code tile/entries/x001/234.p/7}; no {@code .p} for a full bundle. @throws IllegalArgumentException likewise */
    public static String entriesPath(long bundle, int width) {
        return "tile/entries/" + number(bundle, width);
    }

    private static String number(long index, int width) {
        if (index < 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("tile " + index + " of width " + width);
        }
        StringBuilder path = new StringBuilder(String.format("%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, String.format("x%03d/", rest % 1000));
        }
        return width == WIDTH
                ? path.toString()
                : path.append(".p/").append(width).toString();
    }

    /** Each entry behind its length as two bytes, big-endian. @throws IllegalArgumentException if an entry is longer than 65,535 bytes */
    public static byte[] encodeBundle(List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > MAX_ENTRY) {
                throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
            }
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /**
     * @param width how many entries there must be, 1 to 256
     * @throws VerificationException {@code BUNDLE_MALFORMED} unless the bytes are exactly so many entries
     */
    public static List<byte[]> decodeBundle(byte[] bundle, int width) throws VerificationException {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bundle.length && entries.size() < width) {
            int start = at + 2;
            int end = start > bundle.length ? start : start + ((bundle[at] & 0xFF) << 8 | bundle[at + 1] & 0xFF);
            if (end > bundle.length) {
                throw new VerificationException("BUNDLE_MALFORMED", "an entry that ends beyond the bundle");
            }
            entries.add(Arrays.copyOfRange(bundle, start, end));
            at = end;
        }
        if (at != bundle.length || entries.size() != width) {
            throw new VerificationException("BUNDLE_MALFORMED", "a bundle with another number of entries");
        }
        return entries;
    }
}

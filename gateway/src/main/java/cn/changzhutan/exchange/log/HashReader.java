package cn.changzhutan.exchange.log;

/** Hashes of tiles, from wherever they are stored. */
@FunctionalInterface
public interface HashReader {
    /**
     * @param level 0 for leaf hashes; a hash of level L covers 256^L leaves
     * @param firstIndex within the level
     * @param count 1 to 256, all within one tile
     * @return exactly {@code count} hashes of 32 bytes, in order
     * @throws RuntimeException the implementation's own, if they cannot be read
     */
    byte[][] read(int level, long firstIndex, int count);
}

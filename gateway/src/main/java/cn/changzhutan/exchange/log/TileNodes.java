package cn.changzhutan.exchange.log;

/** One tile with the nodes of the tree between its hashes and the level above, worked out when first asked for. Not thread-safe. */
final class TileNodes {
    private final byte[][][] rows = new byte[Tiles.HEIGHT][][];

    TileNodes() {
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new byte[Tiles.WIDTH >> row][];
        }
    }

    /** @param row height above the tile's hashes, 0 to 7; @param position within the row */
    void put(int row, int position, byte[] hash) {
        rows[row][position] = hash;
    }

    byte[] get(int row, int position) {
        byte[] node = rows[row][position];
        if (node == null) {
            if (row == 0) {
                throw new IllegalArgumentException("a hash of the tree that this proof builder does not hold");
            }
            node = Merkle.nodeHash(get(row - 1, 2 * position), get(row - 1, 2 * position + 1));
            rows[row][position] = node;
        }
        return node;
    }
}

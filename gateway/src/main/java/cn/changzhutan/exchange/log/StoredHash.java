package cn.changzhutan.exchange.log;

/**
 * One hash of a tile (C2SP tlog-tiles, Merkle Tree).
 *
 * @param level of the tile: the hash covers 256^level leaves
 * @param index of the hash within its level, from 0; it stands in tile {@code index / 256}
 * @param hash 32 bytes; not to be changed
 */
public record StoredHash(int level, long index, byte[] hash) {}

package cn.changzhutan.exchange.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The definitions of RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1 as they stand there, recursive, over a whole list of leaves. */
final class ReferenceTree {
    private final List<byte[]> leafHashes;
    private final Map<List<Integer>, byte[]> known = new HashMap<>();

    ReferenceTree(List<byte[]> leafHashes) {
        this.leafHashes = leafHashes;
    }

    /** Leaves {@code leaf 0}, {@code leaf 1}, … */
    static ReferenceTree of(int size) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            hashes.add(Merkle.leafHash(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
        }
        return new ReferenceTree(hashes);
    }

    List<byte[]> leafHashes() {
        return leafHashes;
    }

    byte[] root(int size) {
        return mth(0, size);
    }

    byte[] mth(int from, int to) {
        if (to == from) {
            return Merkle.emptyRoot();
        }
        if (to - from == 1) {
            return leafHashes.get(from);
        }
        byte[] hash = known.get(List.of(from, to));
        if (hash == null) {
            int k = k(to - from);
            hash = Merkle.nodeHash(mth(from, from + k), mth(from + k, to));
            known.put(List.of(from, to), hash);
        }
        return hash;
    }

    List<byte[]> path(int index, int size) {
        return path(index, 0, size);
    }

    private List<byte[]> path(int m, int from, int to) {
        if (to - from == 1) {
            return new ArrayList<>();
        }
        int k = k(to - from);
        List<byte[]> path;
        if (m < k) {
            path = path(m, from, from + k);
            path.add(mth(from + k, to));
        } else {
            path = path(m - k, from + k, to);
            path.add(mth(from, from + k));
        }
        return path;
    }

    List<byte[]> proof(int first, int second) {
        return first == 0 ? List.of() : subproof(first, 0, second, true);
    }

    private List<byte[]> subproof(int m, int from, int to, boolean b) {
        int n = to - from;
        if (m == n) {
            List<byte[]> proof = new ArrayList<>();
            if (!b) {
                proof.add(mth(from, to));
            }
            return proof;
        }
        int k = k(n);
        List<byte[]> proof;
        if (m <= k) {
            proof = subproof(m, from, from + k, b);
            proof.add(mth(from + k, to));
        } else {
            proof = subproof(m - k, from + k, to, false);
            proof.add(mth(from, from + k));
        }
        return proof;
    }

    /** Reads the tile hashes by their definition, C2SP tlog-tiles. */
    HashReader tiles() {
        return (level, first, count) -> {
            int span = 1 << (8 * level);
            byte[][] hashes = new byte[count][];
            for (int i = 0; i < count; i++) {
                int start = Math.toIntExact((first + i) * span);
                hashes[i] = mth(start, start + span);
            }
            return hashes;
        };
    }

    private static int k(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }
}

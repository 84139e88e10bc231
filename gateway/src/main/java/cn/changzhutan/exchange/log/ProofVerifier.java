package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.security.MessageDigest;
import java.util.List;

/**
 * Verifies proofs of the tree, RFC 9162 §2.1.3.2 and §2.1.4.2 step by step. Sizes are counts below 2^63: a negative one is refused,
 * so no unsigned number can pass as a small one. Apart from the builder on purpose. Stateless and thread-safe.
 */
public final class ProofVerifier {
    private ProofVerifier() {}

    /**
     * The leaf stands at {@code index} in the tree of {@code size} leaves with this root.
     *
     * @throws VerificationException {@code PROOF_INVALID} if that is not proven
     */
    public static void inclusion(long index, long size, byte[] leafHash, List<byte[]> path, byte[] root)
            throws VerificationException {
        requireHash(leafHash);
        requireHash(root);
        require(index >= 0 && size >= 0 && index < size, "the index lies outside the tree");
        long fn = index;
        long sn = size - 1;
        byte[] r = leafHash;
        for (byte[] p : path) {
            requireHash(p);
            require(sn != 0, "the path is too long");
            if ((fn & 1) == 1 || fn == sn) {
                r = Merkle.nodeHash(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = Merkle.nodeHash(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        require(sn == 0, "the path is too short");
        require(MessageDigest.isEqual(r, root), "the path leads to another root");
    }

    /**
     * The tree of {@code first} leaves is the beginning of the tree of {@code second} leaves. Two cases stand outside §2.1.4.2, which
     * asks for 0 &lt; first &lt; second: equal sizes need equal roots and an empty path; from 0, the first root must be that of no
     * leaves and the path empty, and nothing is proven of the second.
     *
     * @throws VerificationException {@code PROOF_INVALID} if that is not proven
     */
    public static void consistency(long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> path)
            throws VerificationException {
        requireHash(firstRoot);
        requireHash(secondRoot);
        require(first >= 0 && first <= second, "the first tree is larger than the second");
        if (first == 0) {
            require(MessageDigest.isEqual(firstRoot, Merkle.emptyRoot()), "a root of no leaves that is none");
        }
        if (first == 0 || first == second) {
            require(path.isEmpty(), "a path where there is nothing to prove");
            require(first != second || MessageDigest.isEqual(firstRoot, secondRoot), "two roots of one size");
            return;
        }
        require(!path.isEmpty(), "no path");
        for (byte[] c : path) {
            requireHash(c);
        }
        boolean powerOfTwo = Long.bitCount(first) == 1;
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = powerOfTwo ? firstRoot : path.get(0);
        byte[] sr = fr;
        for (byte[] c : path.subList(powerOfTwo ? 0 : 1, path.size())) {
            require(sn != 0, "the path is too long");
            if ((fn & 1) == 1 || fn == sn) {
                fr = Merkle.nodeHash(c, fr);
                sr = Merkle.nodeHash(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = Merkle.nodeHash(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        require(MessageDigest.isEqual(fr, firstRoot), "the path leads to another first root");
        require(MessageDigest.isEqual(sr, secondRoot), "the path leads to another second root");
        require(sn == 0, "the path is too short");
    }

    private static void requireHash(byte[] hash) throws VerificationException {
        require(hash.length == Merkle.HASH_LENGTH, "a hash that is not 32 bytes long");
    }

    private static void require(boolean holds, String what) throws VerificationException {
        if (!holds) {
            throw new VerificationException("PROOF_INVALID", what);
        }
    }
}

package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProofVerifierTest {
    private static final ReferenceTree TREE = ReferenceTree.of(2_100);

    private static void refused(ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("PROOF_INVALID"));
    }

    private static byte[] flipped(byte[] hash, Random random) {
        byte[] flipped = hash.clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    /** Each way to spoil a list of hashes. */
    private static List<List<byte[]>> spoiled(List<byte[]> path, Random random) {
        List<List<byte[]>> all = new ArrayList<>();
        for (int i = 0; i <= path.size(); i++) {
            List<byte[]> added = new ArrayList<>(path);
            added.add(i, TREE.leafHashes().get(random.nextInt(100)));
            all.add(added);
            if (i == path.size()) {
                continue;
            }
            List<byte[]> repeated = new ArrayList<>(path);
            repeated.add(i, path.get(i));
            all.add(repeated);
            List<byte[]> dropped = new ArrayList<>(path);
            dropped.remove(i);
            all.add(dropped);
            List<byte[]> changed = new ArrayList<>(path);
            changed.set(i, flipped(path.get(i), random));
            all.add(changed);
            List<byte[]> shortened = new ArrayList<>(path);
            shortened.set(i, new byte[31]);
            all.add(shortened);
            if (i > 0) {
                List<byte[]> swapped = new ArrayList<>(path);
                Collections.swap(swapped, i, random.nextInt(i));
                all.add(swapped);
            }
        }
        return all;
    }

    @Property(tries = 1_000)
    void inclusion_anyChangeFails(@ForAll @IntRange(min = 1, max = 2_000) int size, @ForAll Random random)
            throws VerificationException {
        int index = random.nextInt(size);
        byte[] leaf = TREE.leafHashes().get(index);
        byte[] root = TREE.root(size);
        List<byte[]> path = TREE.path(index, size);
        ProofVerifier.inclusion(index, size, leaf, path, root);

        for (List<byte[]> other : spoiled(path, random)) {
            refused(() -> ProofVerifier.inclusion(index, size, leaf, other, root));
        }
        refused(() -> ProofVerifier.inclusion(index, size, flipped(leaf, random), path, root));
        refused(() -> ProofVerifier.inclusion(index, size, leaf, path, flipped(root, random)));
        refused(() -> ProofVerifier.inclusion(index, size, TREE.leafHashes().get(index + 1), path, root));
        for (long otherIndex :
                new long[] {index + 1, index - 1, index ^ 1, index + size, random.nextInt(size), -1, size}) {
            if (otherIndex != index) {
                refused(() -> ProofVerifier.inclusion(otherIndex, size, leaf, path, root));
            }
        }
        for (int otherSize : new int[] {size + 1, size - 1, 2 * size % 2_000, 1 + random.nextInt(2_000)}) {
            if (otherSize != size && otherSize > 0) {
                refused(() -> ProofVerifier.inclusion(index, otherSize, leaf, path, TREE.root(otherSize)));
            }
        }
    }

    @Property(tries = 1_000)
    void consistency_anyChangeFails(
            @ForAll @IntRange(min = 1, max = 2_000) int first,
            @ForAll @IntRange(min = 1, max = 2_000) int second,
            @ForAll Random random)
            throws VerificationException {
        Assume.that(first <= second);
        byte[] firstRoot = TREE.root(first);
        byte[] secondRoot = TREE.root(second);
        List<byte[]> path = TREE.proof(first, second);
        ProofVerifier.consistency(first, firstRoot, second, secondRoot, path);

        for (List<byte[]> other : spoiled(path, random)) {
            refused(() -> ProofVerifier.consistency(first, firstRoot, second, secondRoot, other));
        }
        refused(() -> ProofVerifier.consistency(first, flipped(firstRoot, random), second, secondRoot, path));
        refused(() -> ProofVerifier.consistency(first, firstRoot, second, flipped(secondRoot, random), path));
        for (int other : new int[] {first + 1, first - 1, 1 + random.nextInt(second)}) {
            if (other != first && other > 0 && !same(TREE.proof(Math.min(other, second), second), path)) {
                refused(() -> ProofVerifier.consistency(other, TREE.root(other), second, secondRoot, path));
            }
        }
        for (int other : new int[] {second + 1, second - 1, 1 + random.nextInt(2_000)}) {
            if (other != second) {
                refused(() -> ProofVerifier.consistency(first, firstRoot, other, TREE.root(other), path));
            }
        }
    }

    private static boolean same(List<byte[]> a, List<byte[]> b) {
        return Arrays.deepEquals(a.toArray(), b.toArray());
    }

    @Test
    void sizesAreCountsBelow2To63() {
        byte[] leaf = TREE.leafHashes().get(0);
        refused(() -> ProofVerifier.inclusion(0, 0, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.inclusion(0, 0, leaf, List.of(leaf), Merkle.emptyRoot()));
        refused(() -> ProofVerifier.inclusion(0, 0, Merkle.emptyRoot(), List.of(), Merkle.emptyRoot()));
        long most = Long.parseUnsignedLong("18446744073709551615");
        refused(() -> ProofVerifier.inclusion(most, 1, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.inclusion(0, most, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.inclusion(most - 1, most, leaf, Collections.nCopies(64, leaf), leaf));
        refused(() ->
                ProofVerifier.inclusion(Long.MAX_VALUE - 1, Long.MAX_VALUE, leaf, Collections.nCopies(64, leaf), leaf));
        refused(() -> ProofVerifier.consistency(0, Merkle.emptyRoot(), most, leaf, List.of()));
        refused(() -> ProofVerifier.consistency(0, leaf, 0, leaf, List.of(leaf)));
        refused(() -> ProofVerifier.inclusion(-1, -1, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.inclusion(0, -1, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.inclusion(-2, -1, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.inclusion(0, Long.MIN_VALUE, leaf, List.of(), leaf));
        refused(() -> ProofVerifier.consistency(-1, leaf, -1, leaf, List.of()));
        refused(() -> ProofVerifier.consistency(-2, leaf, -1, leaf, List.of(leaf)));
        refused(() -> ProofVerifier.consistency(1, leaf, -1, leaf, List.of(leaf)));
        refused(() -> ProofVerifier.consistency(1, leaf, Long.MIN_VALUE, leaf, List.of(leaf)));
    }

    @Test
    void nothingToProve_needsAnEmptyPathAndTheRightRoots() throws VerificationException {
        byte[] empty = Merkle.emptyRoot();
        byte[] root = TREE.root(5);
        ProofVerifier.consistency(0, empty, 0, empty, List.of());
        ProofVerifier.consistency(0, empty, 5, root, List.of());
        ProofVerifier.consistency(5, root, 5, root, List.of());
        refused(() -> ProofVerifier.consistency(0, root, 5, root, List.of()));
        refused(() -> ProofVerifier.consistency(0, root, 0, root, List.of()));
        refused(() -> ProofVerifier.consistency(0, empty, 0, root, List.of()));
        refused(() -> ProofVerifier.consistency(0, empty, 5, root, List.of(root)));
        refused(() -> ProofVerifier.consistency(5, root, 5, root, List.of(root)));
        refused(() -> ProofVerifier.consistency(5, root, 5, TREE.root(6), List.of()));
        refused(() -> ProofVerifier.consistency(4, TREE.root(4), 5, root, List.of()));
        refused(() -> ProofVerifier.consistency(6, TREE.root(6), 5, root, TREE.proof(5, 6)));
    }

    @Test
    void hashesOfWrongLength_areRefused() {
        byte[] leaf = TREE.leafHashes().get(0);
        for (byte[] wrong : new byte[][] {{}, new byte[31], new byte[33], new byte[64]}) {
            refused(() -> ProofVerifier.inclusion(0, 1, wrong, List.of(), wrong));
            refused(() -> ProofVerifier.inclusion(0, 1, leaf, List.of(), wrong));
            refused(() -> ProofVerifier.inclusion(0, 2, leaf, List.of(wrong), leaf));
            refused(() -> ProofVerifier.consistency(1, wrong, 1, wrong, List.of()));
            refused(() -> ProofVerifier.consistency(1, leaf, 2, wrong, List.of(leaf)));
            refused(() -> ProofVerifier.consistency(1, leaf, 2, leaf, List.of(wrong)));
        }
    }

    /** A node passed off as a leaf: its path is right one step higher up, and must not do. */
    @Test
    void innerNode_isNoLeaf() {
        byte[] node =
                Merkle.nodeHash(TREE.leafHashes().get(0), TREE.leafHashes().get(1));
        List<byte[]> path = TREE.path(0, 8);
        refused(() -> ProofVerifier.inclusion(0, 8, node, path.subList(1, path.size()), TREE.root(8)));
    }
}

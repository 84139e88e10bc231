package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProofBuilderTest {
    private static final ReferenceTree REFERENCE = ReferenceTree.of(140_000);

    @Test
    void everySizeUpTo600_everyProofIsTheStandardsAndHolds() throws VerificationException {
        for (int size = 0; size <= 600; size++) {
            ProofBuilder builder = new ProofBuilder(REFERENCE.tiles(), size);
            byte[] root = builder.root();
            assertThat(root).isEqualTo(REFERENCE.root(size));
            for (int i = 0; i < size; i++) {
                List<byte[]> path = builder.inclusion(i);
                requireSame(path, REFERENCE.path(i, size));
                ProofVerifier.inclusion(i, size, REFERENCE.leafHashes().get(i), path, root);
            }
            for (int from = 0; from <= size; from++) {
                List<byte[]> path = builder.consistency(from);
                requireSame(path, REFERENCE.proof(from, size));
                ProofVerifier.consistency(from, builder.root(from), size, root, path);
            }
        }
    }

    @Property(tries = 400)
    void biggerTrees_proofsAreTheStandardsAndHold(
            @ForAll @IntRange(min = 1, max = 140_000) int size, @ForAll Random random) throws VerificationException {
        ProofBuilder builder = new ProofBuilder(REFERENCE.tiles(), size);
        for (int i = 0; i < 20; i++) {
            int index = random.nextInt(size);
            List<byte[]> path = builder.inclusion(index);
            requireSame(path, REFERENCE.path(index, size));
            ProofVerifier.inclusion(index, size, REFERENCE.leafHashes().get(index), path, REFERENCE.root(size));
            int from = random.nextInt(size + 1);
            requireSame(builder.consistency(from), REFERENCE.proof(from, size));
            ProofVerifier.consistency(from, REFERENCE.root(from), size, builder.root(), builder.consistency(from));
        }
    }

    @Property(tries = 300)
    void growth_provesItsNewLeavesWithoutReadingATile(
            @ForAll @IntRange(max = 135_000) int before, @ForAll @IntRange(min = 1, max = 1024) int count) {
        TreeEdge edge = TreeEdge.restore(before, encodedEdge(before));
        TreeEdge.Grown grown = edge.append(REFERENCE.leafHashes().subList(before, before + count));
        ProofBuilder proofs = grown.proofs();
        for (int index = before; index < before + count; index++) {
            requireSame(proofs.inclusion(index), REFERENCE.path(index, before + count));
        }
        requireSame(proofs.consistency(before), REFERENCE.proof(before, before + count));
        assertThat(proofs.root()).isEqualTo(REFERENCE.root(before + count));
        assertThat(proofs.root(before)).isEqualTo(REFERENCE.root(before));
    }

    private static byte[] encodedEdge(int size) {
        byte[] encoded = new byte[Integer.bitCount(size) * 32];
        int at = 0;
        int start = 0;
        for (int bit = Integer.highestOneBit(size); bit > 0; bit >>= 1) {
            if ((size & bit) != 0) {
                System.arraycopy(REFERENCE.mth(start, start + bit), 0, encoded, at, 32);
                at += 32;
                start += bit;
            }
        }
        return encoded;
    }

    @Test
    void growthAskedForAnOldLeaf_saysThatItDoesNotHoldIt() {
        TreeEdge.Grown grown = TreeEdge.restore(5, encodedEdge(5))
                .append(REFERENCE.leafHashes().subList(5, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> grown.proofs().inclusion(0));
        assertThatIllegalArgumentException().isThrownBy(() -> grown.proofs().root(3));
    }

    @Test
    void batch_readsEachTileOnce() {
        List<String> reads = new ArrayList<>();
        HashReader counting = (level, first, count) -> {
            reads.add(level + "/" + first + "+" + count);
            return REFERENCE.tiles().read(level, first, count);
        };
        ProofBuilder builder = new ProofBuilder(counting, 70_000);
        for (int i = 69_900; i < 70_000; i++) {
            builder.inclusion(i);
        }
        assertThat(reads).containsExactlyInAnyOrder("0/69888+112", "1/256+17", "2/0+1");
    }

    @Test
    void outsideTheTree_isRefused() {
        ProofBuilder builder = new ProofBuilder(REFERENCE.tiles(), 8);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.inclusion(8));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.inclusion(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.consistency(9));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.consistency(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.root(9));
        assertThatIllegalArgumentException().isThrownBy(() -> new ProofBuilder(REFERENCE.tiles(), -1));
    }

    @Test
    void storeThatLacksHashes_isNoticed() {
        ProofBuilder builder = new ProofBuilder((level, first, count) -> new byte[count - 1][], 8);
        assertThatThrownBy(() -> builder.inclusion(0)).isInstanceOf(IllegalStateException.class);
    }

    private static void requireSame(List<byte[]> actual, List<byte[]> expected) {
        assertThat(actual.toArray(new byte[0][])).isDeepEqualTo(expected.toArray(new byte[0][]));
    }
}

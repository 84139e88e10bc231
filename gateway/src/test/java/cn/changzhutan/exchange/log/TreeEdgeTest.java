package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeEdgeTest {
    private static final ReferenceTree REFERENCE = ReferenceTree.of(70_000);

    @Test
    void oneByOne_rootIsRightAtEverySize() {
        TreeEdge edge = TreeEdge.empty();
        for (int size = 0; size <= 600; size++) {
            assertThat(edge.size()).isEqualTo(size);
            assertThat(edge.root()).as("size %s", size).isEqualTo(REFERENCE.root(size));
            assertThat(TreeEdge.restore(size, edge.encode()).root()).isEqualTo(edge.root());
            edge = edge.append(REFERENCE.leafHashes().subList(size, size + 1)).edge();
        }
    }

    @Property(tries = 200)
    void anyGroups_giveTheRootAndExactlyTheTileHashes(@ForAll Random random, @ForAll @IntRange(max = 70_000) int end) {
        TreeEdge edge = TreeEdge.empty();
        int largest = 1 + random.nextInt(20_000);
        Map<List<Long>, ByteArrayOutputStream> tiles = new HashMap<>();
        while (edge.size() < end) {
            int from = (int) edge.size();
            int to = Math.min(end, from + random.nextInt(largest + 1));
            TreeEdge.Grown grown = TreeEdge.restore(from, edge.encode())
                    .append(REFERENCE.leafHashes().subList(from, to));
            grown.byTile()
                    .forEach((level, byTile) -> byTile.forEach((tile, hashes) -> tiles.computeIfAbsent(
                                    List.of((long) level, tile), k -> new ByteArrayOutputStream())
                            .writeBytes(hashes)));
            edge = grown.edge();
        }
        assertThat(edge.root()).isEqualTo(REFERENCE.root(end));
        int hashes = 0;
        for (var tile : tiles.entrySet()) {
            int level = tile.getKey().get(0).intValue();
            long index = tile.getKey().get(1);
            int width = Tiles.width(end, level, index);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (byte[] hash : REFERENCE.tiles().read(level, index * 256, width)) {
                expected.writeBytes(hash);
            }
            assertThat(tile.getValue().toByteArray()).isEqualTo(expected.toByteArray());
            hashes += width;
        }
        assertThat(hashes).isEqualTo(end + end / 256 + end / 65_536);
    }

    @Test
    void nothingAppended_changesNothing() {
        TreeEdge edge =
                TreeEdge.empty().append(REFERENCE.leafHashes().subList(0, 7)).edge();
        TreeEdge.Grown grown = edge.append(List.of());
        assertThat(grown.hashes()).isEmpty();
        assertThat(grown.byTile()).isEmpty();
        assertThat(grown.edge().encode()).isEqualTo(edge.encode());
        assertThat(grown.proofs().consistency(7)).isEmpty();
    }

    @Test
    void storedFormThatDoesNotFit_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TreeEdge.restore(3, new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> TreeEdge.restore(3, new byte[65]));
        assertThatIllegalArgumentException().isThrownBy(() -> TreeEdge.restore(0, new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> TreeEdge.restore(-1, new byte[64 * 32]));
        assertThatIllegalArgumentException().isThrownBy(() -> TreeEdge.empty().append(List.of(new byte[31])));
    }

    @Test
    void storedForm_isTheSubtreesFromTheBiggestOn() {
        byte[] encoded = TreeEdge.empty()
                .append(REFERENCE.leafHashes().subList(0, 7))
                .edge()
                .encode();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(REFERENCE.mth(0, 4));
        expected.writeBytes(REFERENCE.mth(4, 6));
        expected.writeBytes(REFERENCE.mth(6, 7));
        assertThat(encoded).isEqualTo(expected.toByteArray());
    }

    @Test
    void fullTree_refusesToGrow() {
        TreeEdge full = TreeEdge.restore(Long.MAX_VALUE, new byte[63 * 32]);
        assertThatThrownBy(() -> full.append(List.of(new byte[32]))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void hugeTree_growsAndProves() throws Exception {
        TreeEdge edge = TreeEdge.restore(Long.MAX_VALUE - 1, new byte[62 * 32]);
        byte[] leaf = REFERENCE.leafHashes().get(0);
        TreeEdge.Grown grown = edge.append(List.of(leaf));
        List<byte[]> path = grown.proofs().inclusion(Long.MAX_VALUE - 1);
        ProofVerifier.inclusion(
                Long.MAX_VALUE - 1, Long.MAX_VALUE, leaf, path, grown.edge().root());
        ProofVerifier.consistency(
                edge.size(),
                edge.root(),
                Long.MAX_VALUE,
                grown.edge().root(),
                grown.proofs().consistency(edge.size()));
    }
}

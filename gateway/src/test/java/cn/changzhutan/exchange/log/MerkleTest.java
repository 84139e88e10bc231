package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MerkleTest {
    /** The leaves with which certificate transparency's implementations are tested. */
    static final List<byte[]> EIGHT = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(HexFormat.of()::parseHex)
            .map(Merkle::leafHash)
            .toList();

    private static final String EIGHT_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";

    @Test
    void eightLeaves_haveTheKnownRoot() {
        TreeEdge edge = TreeEdge.empty().append(EIGHT).edge();
        assertThat(edge.root()).isEqualTo(HexFormat.of().parseHex(EIGHT_ROOT));
        assertThat(new ProofBuilder(new ReferenceTree(EIGHT).tiles(), 8).root()).isEqualTo(edge.root());
    }

    @Test
    void noLeaves_haveTheHashOfNothing() {
        String expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThat(HexFormat.of().formatHex(TreeEdge.empty().root())).isEqualTo(expected);
        assertThat(HexFormat.of().formatHex(Merkle.emptyRoot())).isEqualTo(expected);
    }

    @Test
    void leafAndNode_haveDifferentPrefixes() {
        byte[] two = new byte[64];
        assertThat(Merkle.leafHash(two)).isNotEqualTo(Merkle.nodeHash(new byte[32], new byte[32]));
    }
}

package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TilesTest {
    @Test
    void paths_areThoseOfTheStandard() {
        assertThat(Tiles.tilePath(0, 1234067, 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(Tiles.tilePath(2, 0, 1)).isEqualTo("tile/2/000.p/1");
        assertThat(Tiles.tilePath(0, 1000, 255)).isEqualTo("tile/0/x001/000.p/255");
        assertThat(Tiles.entriesPath(1234, 7)).isEqualTo("tile/entries/x001/234.p/7");
        assertThat(Tiles.entriesPath(999, 256)).isEqualTo("tile/entries/999");
    }

    @Test
    void pathsOutsideTheStandard_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tiles.tilePath(8, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Tiles.tilePath(-1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Tiles.tilePath(0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Tiles.tilePath(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Tiles.tilePath(0, 0, 257));
    }

    /** The standard's own examples. */
    @Test
    void widths_areThoseOfTheStandard() {
        assertThat(Tiles.width(70_000, 0, 272)).isEqualTo(256);
        assertThat(Tiles.width(70_000, 0, 273)).isEqualTo(112);
        assertThat(Tiles.width(70_000, 0, 274)).isZero();
        assertThat(Tiles.width(70_000, 1, 0)).isEqualTo(256);
        assertThat(Tiles.width(70_000, 1, 1)).isEqualTo(17);
        assertThat(Tiles.width(70_000, 2, 0)).isEqualTo(1);
        assertThat(Tiles.width(256, 0, 0)).isEqualTo(256);
        assertThat(Tiles.width(256, 1, 0)).isEqualTo(1);
        assertThat(Tiles.width(0, 0, 0)).isZero();
        assertThat(Tiles.width(Long.MAX_VALUE, 7, 0)).isEqualTo(127);
        assertThat(Tiles.width(Long.MAX_VALUE, 8, 0)).isZero();
        assertThat(Tiles.width(Long.MAX_VALUE, 63, 0)).isZero();
    }

    @Test
    void bundle_hasLengthsBigEndian() throws VerificationException {
        byte[] bundle = Tiles.encodeBundle(List.of(new byte[0], new byte[] {7}, new byte[258]));
        assertThat(Arrays.copyOf(bundle, 7)).containsExactly(0, 0, 0, 1, 7, 1, 2);
        assertThat(bundle).hasSize(265);
        assertThat(Tiles.decodeBundle(bundle, 3).get(2)).hasSize(258);
    }

    @Test
    void entryTooLong_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tiles.encodeBundle(List.of(new byte[65_536])));
    }

    @Test
    void bundleOfAnotherWidth_isRefused() {
        byte[] bundle = Tiles.encodeBundle(List.of(new byte[3], new byte[4]));
        for (int width : new int[] {0, 1, 3}) {
            assertThatThrownBy(() -> Tiles.decodeBundle(bundle, width)).isInstanceOf(VerificationException.class);
        }
    }

    @Property(tries = 5_000)
    void anyBytes_areABundleOrRefused(@ForAll @Size(max = 30) byte[] bytes, @ForAll @IntRange(max = 256) int width) {
        try {
            assertThat(Tiles.encodeBundle(Tiles.decodeBundle(bytes, width))).isEqualTo(bytes);
        } catch (VerificationException e) {
            assertThat(e.code()).isEqualTo("BUNDLE_MALFORMED");
        }
    }
}

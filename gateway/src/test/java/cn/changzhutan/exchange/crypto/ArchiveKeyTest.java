package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchiveKeyTest {
    private static final byte[] RECORD_KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private final ArchiveKey archive = new ArchiveKey(Fixture.keys().secret("archive"));
    private final ExchangeId id = ExchangeId.next(Clock.systemUTC());
    private final byte[] wrapped = archive.wrap(RECORD_KEY, id);

    @Test
    void wrappedKey_isUnwrapped() throws Exception {
        assertThat(wrapped).hasSize(ArchiveKey.WRAPPED_LENGTH);
        assertThat(archive.unwrap(wrapped, id)).isEqualTo(RECORD_KEY);
        assertThat(archive.wrap(RECORD_KEY, id)).isNotEqualTo(wrapped);
    }

    @Test
    void anyByteChangedOrMissing_isRefused() {
        for (int at = 0; at < wrapped.length; at++) {
            byte[] changed = wrapped.clone();
            changed[at] ^= 1;
            assertRefused(archive, changed, id);
            assertRefused(archive, Arrays.copyOf(wrapped, at), id);
        }
        assertRefused(archive, Arrays.copyOf(wrapped, wrapped.length + 1), id);
    }

    @Test
    void anotherExchangeOrCity_isRefused() {
        assertRefused(archive, wrapped, ExchangeId.next(Clock.systemUTC()));
        assertRefused(new ArchiveKey(new byte[32]), wrapped, id);
    }

    @Test
    void keysOfAnotherLength_areNotWrapped() {
        assertThatThrownBy(() -> archive.wrap(new byte[15], id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArchiveKey(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(ArchiveKey archive, byte[] wrapped, ExchangeId id) {
        assertThatThrownBy(() -> archive.unwrap(wrapped, id))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("ARCHIVED_KEY_INVALID"));
    }
}

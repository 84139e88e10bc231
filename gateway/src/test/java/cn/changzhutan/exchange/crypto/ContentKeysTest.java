package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContentKeysTest {
    private static final City ZHUZHOU = new City("zhuzhou");
    private static final PayloadKey KEYS = Fixture.keys().payloadKeys().get(0);
    private Instant now = Instant.parse("2026-11-22T02:00:00Z");
    private final ContentKeys keys = new ContentKeys(new SetClock(), new SecureRandom());

    @Test
    void withinTenMinutes_oneKeyServesAll() {
        ContentKeys.Current first = keys.take(ZHUZHOU, KEYS);
        now = now.plus(Duration.ofMinutes(10)).minusNanos(1);
        assertThat(keys.take(ZHUZHOU, KEYS)).isSameAs(first);
    }

    @Test
    void afterTenMinutes_anotherKeyIsDrawn() {
        ContentKeys.Current first = keys.take(ZHUZHOU, KEYS);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(keys.take(ZHUZHOU, KEYS)).isNotSameAs(first);
    }

    @Test
    void clockSetBack_anotherKeyIsDrawn() {
        ContentKeys.Current first = keys.take(ZHUZHOU, KEYS);
        now = now.minusSeconds(1);
        assertThat(keys.take(ZHUZHOU, KEYS)).isNotSameAs(first);
    }

    @Test
    void eachReceiver_hasItsOwnKey() {
        byte[] toZhuzhou = keys.take(ZHUZHOU, KEYS).wrapped();
        assertThat(keys.take(new City("xiangtan"), KEYS).wrapped()).isNotEqualTo(toZhuzhou);
    }

    @Test
    void receiverWithANewKey_getsAnotherContentKeyAtOnce() {
        keys.take(ZHUZHOU, KEYS);
        byte[] kek = new Sm2SoftwareSigner(Sm2.newScalar(new SecureRandom())).publicKey();
        PayloadKey renewed = new PayloadKey(kek);
        assertThat(keys.take(ZHUZHOU, renewed).kekId())
                .isEqualTo(renewed.kekId())
                .isNotEqualTo(KEYS.kekId());
    }

    @Test
    void manyThreads_useNoKeyForMoreRecordsThanAllowed() throws Exception {
        Map<ContentKey, AtomicInteger> uses = new ConcurrentHashMap<>();
        int threads = 4;
        int each = ContentKeys.MAX_RECORDS / threads + 1000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(pool.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        uses.computeIfAbsent(keys.take(ZHUZHOU, KEYS).key(), any -> new AtomicInteger())
                                .incrementAndGet();
                    }
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(uses.values().stream().mapToInt(AtomicInteger::get).boxed())
                .containsExactlyInAnyOrder(ContentKeys.MAX_RECORDS, threads * each - ContentKeys.MAX_RECORDS);
    }

    /** Shows what it is told. */
    private final class SetClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

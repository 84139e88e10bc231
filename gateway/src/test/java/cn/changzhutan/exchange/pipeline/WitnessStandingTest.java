package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WitnessStandingTest {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final WitnessStanding standing = new WitnessStanding();

    @Test
    void clockSetBack_isLookedAtAtOnce_andTheLagCountsFromThere() {
        standing.looked(clock.instant());
        standing.waits(clock.instant());
        assertThat(standing.isToBeLookedAt(clock.instant(), EVERY)).isFalse();

        clock.move(Duration.ofHours(-1));

        assertThat(standing.isToBeLookedAt(clock.instant(), EVERY)).isTrue();
        standing.waits(clock.instant());
        clock.move(Duration.ofMinutes(2));
        assertThat(standing.lag(clock.instant())).isEqualTo(Duration.ofMinutes(2));
    }
}

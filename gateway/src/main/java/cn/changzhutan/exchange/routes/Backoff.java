package cn.changzhutan.exchange.routes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after the n-th failure in a row: doubles, with jitter, so that processes do not return in step. Not thread-safe. */
final class Backoff {
    private final Duration min;
    private final Duration max;
    private int failures;

    Backoff(Duration min, Duration max) {
        this.min = min;
        this.max = max;
    }

    /** The next pause: between half of and the whole of min × 2^failures, at most max. */
    Duration next() {
        long whole = Math.min(max.toNanos(), min.toNanos() << Math.min(failures, 20));
        failures++;
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
    }

    void reset() {
        failures = 0;
    }
}

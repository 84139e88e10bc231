package cn.changzhutan.exchange.routes;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells loops to end, and lets them wait without missing it. Thread-safe. */
final class StopSignal {
    private final CountDownLatch stop = new CountDownLatch(1);

    void stop() {
        stop.countDown();
    }

    boolean stopped() {
        return stop.getCount() == 0;
    }

    /** Waits that long, less if told to stop. @return false if told to stop (an interrupt is such a word) */
    boolean pause(Duration time) {
        try {
            return !stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            return false;
        }
    }
}

package cn.changzhutan.exchange.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What senders and back offices count. A record is delivered when its sender has read the logged receipt from the outcomes of its own
 * gateway; latencies count from the moment at which the record was due, in microseconds. Thread-safe.
 */
final class Load {
    private static final long LONGEST_MICROS = 600_000_000;

    final LongAdder accepted = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder returned = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder busy = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final AtomicLong inFlight = new AtomicLong();
    volatile String trouble = "";
    private volatile Histogram acceptLatency = histogram();
    private volatile Histogram deliveryLatency = histogram();
    private volatile Histogram busyLatency = histogram();
    private volatile boolean stopped;

    private static Histogram histogram() {
        return new ConcurrentHistogram(LONGEST_MICROS, 3);
    }

    void accepted(int records, long dueNanos) {
        accepted.add(records);
        acceptLatency.recordValueWithCount(micros(dueNanos), records);
    }

    void closed(boolean isDelivered, long dueNanos) {
        (isDelivered ? delivered : returned).increment();
        inFlight.decrementAndGet();
        deliveryLatency.recordValue(micros(dueNanos));
    }

    /** The gateway said that it takes nothing now. */
    void busy(int records, long askedNanos) {
        busy.add(records);
        busyLatency.recordValue(micros(askedNanos));
    }

    void failed(String what) {
        failed.increment();
        trouble = what;
    }

    private static long micros(long dueNanos) {
        return Math.min(LONGEST_MICROS, Math.max(1, (System.nanoTime() - dueNanos) / 1000));
    }

    /** The histograms so far; from now on new ones are filled. */
    Histogram[] takeLatencies() {
        Histogram[] taken = {acceptLatency, deliveryLatency, busyLatency};
        acceptLatency = histogram();
        deliveryLatency = histogram();
        busyLatency = histogram();
        return taken;
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }
}

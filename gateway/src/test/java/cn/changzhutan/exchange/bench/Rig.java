package cn.changzhutan.exchange.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Runs one shape of load for a time and counts what came of it. */
final class Rig {
    private static final long DRAIN_NANOS = 120_000_000_000L;

    private final List<Lane> lanes;
    private final Load load;
    private final Machine machine;
    private final Report report;
    private final int window;
    private final Offices offices;

    Rig(List<Lane> lanes, Load load, Offices offices, Machine machine, Report report, int window) {
        this.offices = offices;
        this.lanes = lanes;
        this.load = load;
        this.machine = machine;
        this.report = report;
        this.window = window;
    }

    /** @return the median rate of delivered records a second */
    double runs(String name, Bench.Shape shape, Duration time, int times) throws IOException, InterruptedException {
        double[] rates = new double[times];
        for (int i = 0; i < times; i++) {
            rates[i] = run(name + " " + (i + 1), shape, time);
        }
        Arrays.sort(rates);
        report.rates(name, rates);
        return rates[times / 2];
    }

    double run(String name, Bench.Shape shape, Duration time) throws IOException, InterruptedException {
        Load senders = load;
        StopSwitch on = new StopSwitch();
        Senders threads = new Senders(lanes, senders, shape.crowd() > 1 ? Integer.MAX_VALUE : window, on);
        List<Thread> started = new ArrayList<>();
        if (shape.connections() > 0) {
            for (int i = 0; i < shape.connections(); i++) {
                started.add(threads.singles(i, shape.rate() / shape.connections()));
            }
        } else {
            for (Lane lane : lanes) {
                for (int i = 0; i < shape.crowd(); i++) {
                    started.add(threads.batches(lane, i, shape.batchSize(), shape.rate() / lanes.size()));
                }
            }
        }
        offices.silence(shape.silent() ? 0 : -1);
        Thread.sleep(Math.min(3000, time.toMillis() / 5)); // the first seconds fill the pipeline and are not counted
        load.takeLatencies();
        Map<String, Long> disk = machine.disk();
        Machine.Cpu cpu = machine.cpu();
        Counts before = Counts.of(load);
        long start = System.nanoTime();
        Thread.sleep(time.toMillis());
        Counts counts = Counts.of(load).since(before);
        double seconds = (System.nanoTime() - start) / 1e9;
        Machine.Cpu used = machine.cpu().since(cpu);
        Histogram[] latencies = load.takeLatencies();
        Map<String, Long> memory = machine.memory();
        on.off();
        offices.silence(-1);
        for (Thread thread : started) {
            thread.join();
        }
        double drained = drain();
        report.run(name, counts, seconds, latencies, used, memory, grown(disk, machine.disk()), drained, load.trouble);
        report.logs(machine.logs());
        load.trouble = "";
        return counts.delivered() / seconds;
    }

    private double drain() throws InterruptedException {
        long start = System.nanoTime();
        while (load.inFlight.get() > 0 && System.nanoTime() - start < DRAIN_NANOS) {
            Thread.sleep(50);
        }
        if (load.inFlight.get() > 0) {
            load.trouble = load.inFlight.get() + " records not delivered after the run; " + load.trouble;
            load.inFlight.set(0);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> grown = new java.util.LinkedHashMap<>();
        after.forEach((part, size) -> grown.put(part, size - before.get(part)));
        return grown;
    }

    /** Records. */
    record Counts(long accepted, long delivered, long returned, long refused, long busy, long failed, long bytes) {
        static Counts of(Load load) {
            return new Counts(
                    load.accepted.sum(),
                    load.delivered.sum(),
                    load.returned.sum(),
                    load.refused.sum(),
                    load.busy.sum(),
                    load.failed.sum(),
                    load.bytes.sum());
        }

        Counts since(Counts then) {
            return new Counts(
                    accepted - then.accepted,
                    delivered - then.delivered,
                    returned - then.returned,
                    refused - then.refused,
                    busy - then.busy,
                    failed - then.failed,
                    bytes - then.bytes);
        }
    }

    /** Tells the senders of one run to stop. */
    static final class StopSwitch {
        private volatile boolean off;

        void off() {
            off = true;
        }

        boolean isOff() {
            return off;
        }
    }
}

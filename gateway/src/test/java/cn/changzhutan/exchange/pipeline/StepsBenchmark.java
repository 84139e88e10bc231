package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.CanonicalRecord;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.bench.RecordSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The steps of the pipelines on one thread, each on groups of {@value #GROUP} records of 1 KiB (pension, Changsha's own form): map and
 * validate; seal, append and commit to a real PostgreSQL; the receiver's checks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 5, time = 5)
public class StepsBenchmark {
    static final int GROUP = 500;
    private static final RecordType TYPE = new RecordType("pension", "PARTICIPATION");
    private static final City FROM = new City("changsha");
    private static final City TO = new City("zhuzhou");

    private Path folder;
    private ThreeCities cities;
    private RecordSource source;
    private List<Submission> submissions;
    private List<OutboundPipeline.Step<List<AuthorisedRecord>>> authorised;
    private List<Arrival> arrivals;
    private long number;

    @Setup
    public void start() throws Exception {
        folder = Files.createTempDirectory("steps");
        cities = new ThreeCities(folder);
        cities.fixedPolicy = cities.policy();
        source = new RecordSource(
                ThreeCities.PROJECT.resolve("routes/changsha/pension/PARTICIPATION/samples/full.native.json"), 1);
        submissions = fresh();
        cities.submit(fresh());
        arrivals = new ArrayList<>();
        for (Outgoing outgoing : cities.publish(FROM)) {
            if (outgoing.topic().equals(Topics.records(FROM, TO))) {
                arrivals.add(cities.arrival(outgoing));
            } else {
                cities.hand(outgoing);
            }
        }
        for (InboundPipeline.Opened opened : open()) {
            if (!(opened instanceof Reception)) {
                throw new IllegalStateException(
                        "not opened: " + opened.getClass().getSimpleName());
            }
        }
    }

    /** New message ids: a repeat would append nothing. */
    @Setup(Level.Invocation)
    public void authorise() {
        OutboundPipeline outbound = cities.nodes.get(FROM).outbound();
        authorised = outbound.authorise(outbound.map(fresh()));
    }

    private List<Submission> fresh() {
        List<Submission> group = new ArrayList<>(GROUP);
        byte[] record = new byte[4096];
        for (int i = 0; i < GROUP; i++) {
            int length = source.next(record, 0);
            group.add(cities.submission(FROM, TYPE, Arrays.copyOf(record, length), "m" + number++, TO));
        }
        return group;
    }

    @Benchmark
    @OperationsPerInvocation(GROUP)
    public List<OutboundPipeline.Step<CanonicalRecord>> mapAndValidate() {
        return cities.nodes.get(FROM).outbound().map(submissions);
    }

    @Benchmark
    @OperationsPerInvocation(GROUP)
    public List<Answer> sealAppendAndCommit() {
        return cities.nodes.get(FROM).outbound().seal(authorised).get();
    }

    @Benchmark
    @OperationsPerInvocation(GROUP)
    public List<InboundPipeline.Opened> open() {
        return cities.nodes.get(TO).inbound().open(arrivals);
    }

    @TearDown
    public void stop() throws IOException {
        List.copyOf(cities.nodes.keySet()).forEach(cities::stop);
    }
}

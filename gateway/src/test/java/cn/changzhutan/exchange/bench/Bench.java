package cn.changzhutan.exchange.bench;

import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.local.LocalPorts;
import cn.changzhutan.exchange.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command of {@code mvn -Pbench}: the real system on this machine under load, measured from end to end. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure the whole system on this machine.")
public final class Bench implements Callable<Integer> {
    private static final LocalPorts PORTS = new LocalPorts(8500);
    private static final int CROWD = 8;

    @Option(names = "--project", defaultValue = ".", description = "folder with config, routes and schemas")
    private Path project;

    @Option(names = "--data", defaultValue = "data/bench", description = "made anew (default: ${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--cities", defaultValue = "3", description = "2 or 3 (default: ${DEFAULT-VALUE})")
    private int cities;

    @Option(names = "--seconds", defaultValue = "30", description = "of a run (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--runs", defaultValue = "3", description = "of each scenario (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--warmup", defaultValue = "240", description = "seconds before all (default: ${DEFAULT-VALUE})")
    private int warmup;

    @Option(
            names = "--scenario",
            split = ",",
            description = "batch, single, batch-open, single-open, silent-office, overload (default: all)")
    private List<String> scenarios =
            new ArrayList<>(List.of("batch", "single", "batch-open", "single-open", "silent-office", "overload"));

    @Option(names = "--batch-rate", defaultValue = "0", description = "records/s of batch-open; 0: half of batch")
    private double batchRate;

    @Option(names = "--single-rate", defaultValue = "0", description = "records/s of single-open; 0: half of single")
    private double singleRate;

    @Option(names = "--window", defaultValue = "4000", description = "records under way at once in closed loops")
    private int window;

    @Option(
            names = "--batch-size",
            defaultValue = "500",
            description = "records of a batch (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(names = "--connections", defaultValue = "32", description = "of single POSTs (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--idle",
            defaultValue = "0",
            description = "ms that back offices pause (default: ${DEFAULT-VALUE})")
    private long idle;

    @Option(
            names = "--wait",
            defaultValue = "2",
            description = "seconds that calls of back offices wait; 0: not at all (default: ${DEFAULT-VALUE})")
    private int wait;

    @Option(names = "--group", defaultValue = "1024", description = "records of one commit (default: ${DEFAULT-VALUE})")
    private int group;

    @Option(names = "--gateway-jvm", split = ",", description = "options of the gateways' JVMs")
    private List<String> gatewayJvm = List.of("-Xmx1g", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");

    @Option(names = "--database", split = ",", description = "settings of PostgreSQL")
    private List<String> databaseSettings = List.of("shared_buffers=512MB", "max_wal_size=4GB");

    @Option(
            names = "--compare",
            arity = "1",
            defaultValue = "true",
            description = "also measure raw Kafka, and the same gateways with a commit and a signature a record")
    private boolean compare;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.setProperty("logback.configurationFile", "child-logback.xml");
        Report report = new Report(System.out);
        report.machine(cities, gatewayJvm);
        run(List.of("limits: {group: " + group + "}"), system -> {
            measure(system, report, warmup, scenarios, runs, window);
            if (compare) {
                report.kafka(RawKafka.measure(system.bootstrap(), Duration.ofSeconds(Math.min(10, seconds))));
            }
        });
        if (compare) {
            report.title("the same gateways with a commit and a signature for each record");
            run(
                    List.of("limits: {group: 1}"),
                    system -> measure(system, report, warmup / 2, List.of("batch"), 1, window / 16));
        }
        return 0;
    }

    private interface Work {
        void on(LocalSystem system) throws IOException, InterruptedException;
    }

    private void run(List<String> gatewaySettings, Work work) throws IOException, InterruptedException {
        Path folder = data.toAbsolutePath().normalize();
        deleteTree(folder);
        Path config = BenchConfig.copy(project.toAbsolutePath().normalize(), folder.resolve("files"), cities);
        LocalSystem.Plan plan = new LocalSystem.Plan(
                config,
                folder,
                PORTS,
                gatewayJvm,
                List.of("-Xmx512m", "-XX:+UseParallelGC", "-Dlogback.configurationFile=child-logback.xml"),
                databaseSettings,
                gatewaySettings);
        try (LocalSystem system = LocalSystem.of(plan, line -> System.out.println("  " + line))) {
            work.on(system);
        }
    }

    private void measure(
            LocalSystem system, Report report, int warmupSeconds, List<String> shapes, int times, int underWay)
            throws IOException, InterruptedException {
        Map<SystemName, String> tokens = system.startServers();
        system.startGateways();
        List<Lane> lanes = Lane.ring(system, tokens);
        Machine machine = new Machine(system, data.toAbsolutePath().normalize());
        Load load = new Load();
        Offices offices = new Offices(load, idle, wait);
        for (Lane lane : lanes) {
            offices.receive(lane);
            offices.follow(lane);
        }
        // A cold system falls behind at once: what it has not compiled yet must not drown in records.
        new Rig(lanes, load, offices, machine, report, underWay / 16)
                .run(
                        "warm-up 1",
                        Shape.batches(Math.min(100, underWay / 32), 0),
                        Duration.ofSeconds(warmupSeconds / 2));
        Rig rig = new Rig(lanes, load, offices, machine, report, underWay);
        int size = Math.min(batchSize, underWay / 5);
        rig.run("warm-up 2", Shape.batches(size, 0), Duration.ofSeconds(warmupSeconds / 3));
        rig.run("warm-up 3", Shape.singles(connections, 0), Duration.ofSeconds(warmupSeconds / 6));
        double batch = batchRate;
        double single = singleRate;
        for (String scenario : shapes) {
            Shape shape = switch (scenario) {
                case "batch" -> Shape.batches(size, 0);
                case "single" -> Shape.singles(connections, 0);
                case "batch-open" -> Shape.batches(Math.min(size, 50), batch);
                case "single-open" -> Shape.singles(connections, single);
                case "overload" -> new Shape(size, 0, 0, CROWD, false);
                case "silent-office" -> new Shape(Math.min(size, 50), 0, batch, 1, true);
                default -> throw new IllegalArgumentException(scenario);
            };
            double median = rig.runs(scenario, shape, Duration.ofSeconds(seconds), times);
            if (scenario.equals("batch") && batch == 0) {
                batch = median / 2;
            } else if (scenario.equals("single") && single == 0) {
                single = median / 2;
            }
        }
        load.stop();
    }

    /**
     * @param connections of single POSTs; 0: batches
     * @param rate records/s, 0: closed loop
     * @param crowd senders of batches a lane; of more than one none waits for what is under way
     * @param silent whether one receiving office does nothing meanwhile
     */
    record Shape(int batchSize, int connections, double rate, int crowd, boolean silent) {
        static Shape batches(int size, double rate) {
            return new Shape(size, 0, rate, 1, false);
        }

        static Shape singles(int connections, double rate) {
            return new Shape(1, connections, rate, 1, false);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

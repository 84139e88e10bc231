package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/** A real Kafka broker on 127.0.0.1 in a process of its own, with its data in a folder that is kept. Thread-safe. */
public final class LocalBroker implements Running {
    private static final int START_SECONDS = 180;
    static final List<String> SMALL_JVM = List.of(
            "-Xmx256m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=child-logback.xml");

    private final int port;
    private final Process process;

    private LocalBroker(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts the broker and waits until it can be written to and read from.
     *
     * @param folder of this broker alone: data, log and process id; made if it is not there
     * @throws CannotRunException with one sentence, if a port is taken or the broker does not start
     */
    public static LocalBroker start(Path folder, int port, int controllerPort)
            throws IOException, InterruptedException {
        return start(folder, port, controllerPort, SMALL_JVM);
    }

    static LocalBroker start(Path folder, int port, int controllerPort, List<String> jvm)
            throws IOException, InterruptedException {
        Path root = folder.toAbsolutePath().normalize();
        ChildJvm child = new ChildJvm(
                "broker",
                jvm,
                List.of(
                        "broker",
                        "--data",
                        root.resolve("data").toString(),
                        "--port",
                        Integer.toString(port),
                        "--controller-port",
                        Integer.toString(controllerPort)),
                root);
        child.endLeftover();
        Ports.requireFree(port, "the broker");
        Ports.requireFree(controllerPort, "the broker's controller");
        LocalBroker broker = new LocalBroker(port, child.start());
        try {
            broker.awaitReady(root);
        } catch (RuntimeException | IOException | InterruptedException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** What clients connect to. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return process.onExit().thenRun(() -> {});
    }

    /** Stops the broker and waits until it has ended. */
    @Override
    public void close() {
        ChildJvm.end(process);
    }

    /**
     * The broker answers, it is the one of this folder, and every partition there is has a leader: producing before that stalls.
     */
    private void awaitReady(Path root) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        Path meta = root.resolve("data/meta.properties");
        while (true) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new CannotRunException("The broker did not start on " + root + ": see broker.log there.");
            }
            // An address at which nobody listens yet costs the client seconds; a port costs nothing to look at.
            if (!Ports.isFree(port) && Files.exists(meta) && answers(clusterOf(meta))) {
                return;
            }
            Thread.sleep(50);
        }
    }

    private boolean answers(String cluster) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 100);
        try (Admin admin = Admin.create(settings)) {
            if (!admin.describeCluster().clusterId().get(5, TimeUnit.SECONDS).equals(cluster)) {
                return false;
            }
            Set<String> topics = admin.listTopics().names().get(5, TimeUnit.SECONDS);
            return admin.describeTopics(topics).allTopicNames().get(5, TimeUnit.SECONDS).values().stream()
                    .allMatch(LocalBroker::hasLeaders);
        } catch (ExecutionException | TimeoutException e) {
            return false; // not yet
        }
    }

    private static boolean hasLeaders(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    private static String clusterOf(Path meta) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(meta)) {
            properties.load(reader);
        }
        return properties.getProperty("cluster.id", "");
    }
}

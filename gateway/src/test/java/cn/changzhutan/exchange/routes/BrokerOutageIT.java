package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.local.LocalBroker;
import cn.changzhutan.exchange.pipeline.Arrival;
import cn.changzhutan.exchange.pipeline.Publication;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The legs start before the broker does, and live through its death. */
class BrokerOutageIT {
    private static final String TOPIC = "test.outage";
    private static final SortedMap<String, Integer> PLAN = new TreeMap<>(Map.of(TOPIC, 4));

    @TempDir
    Path folder;

    private final PartsHealth health = new PartsHealth();
    private final List<Arrival> handled = new CopyOnWriteArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Outbox outbox = new Outbox();

    @Test
    void brokerLateThenKilledThenBack_nothingIsLost_andHealthTells() throws Exception {
        int port = freePort();
        int controllerPort = freePort();
        startLegs(new BrokerSettings("127.0.0.1:" + port, Map.of(), 1, 1));
        outbox.offer(0, 100);
        assertThat(health.down()).isEqualTo(Map.of(TopicSetup.PART, "STARTING"));

        LocalBroker broker = LocalBroker.start(folder, port, controllerPort);
        try {
            await().until(() -> distinct() == 100);
            await().until(() -> health.down().isEmpty());
            assertTopicKeepsForEver(broker);

            ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
            outbox.offer(100, 200);
            await().until(() -> health.brokerTrouble().isPresent());
        } finally {
            broker.close();
        }

        try (LocalBroker again = LocalBroker.start(folder, port, controllerPort)) {
            await().until(() -> distinct() == 200 && outbox.empty());
            await().until(() -> health.down().isEmpty());
            assertThat(BrokerTests.firsts(handled).values())
                    .allSatisfy(numbers -> assertThat(numbers).isSorted());
            workers.forEach(Worker::stop);
            assertThat(workers)
                    .allSatisfy(worker ->
                            assertThat(worker.join(Duration.ofSeconds(20))).isTrue());
        }
    }

    private void startLegs(BrokerSettings settings) {
        KafkaClients clients = new KafkaClients(settings, "p1");
        StopSignal setupStop = new StopSignal();
        TopicSetup topics = new TopicSetup(clients::admin, PLAN, settings, setupStop, health);
        workers.add(Worker.interruptible("broker", setupStop, topics, health));
        StopSignal loopStop = new StopSignal();
        KafkaLoop loop = new KafkaLoop(
                "records",
                () -> clients.consumer("records", "g-outage"),
                List.of(TOPIC),
                handled::addAll,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(500)),
                loopStop,
                health,
                messages -> {});
        worker("records", loopStop, () -> afterTopics(topics, loopStop, loop), () -> {});
        StopSignal publisherStop = new StopSignal();
        KafkaPublisher publisher = new KafkaPublisher(
                outbox,
                clients::producer,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(500)),
                publisherStop,
                health);
        worker("publisher", publisherStop, () -> afterTopics(topics, publisherStop, publisher), publisher::abort);
        health.down(TopicSetup.PART, "STARTING");
        workers.forEach(Worker::start);
    }

    private static void afterTopics(TopicSetup topics, StopSignal stop, Runnable work) {
        if (topics.await(stop)) {
            work.run();
        }
    }

    private void worker(String name, StopSignal stop, Runnable work, Runnable abort) {
        workers.add(new Worker(name, stop, work, Duration.ofSeconds(20), abort, health));
    }

    private static void assertTopicKeepsForEver(LocalBroker broker) throws Exception {
        BrokerSettings settings = new BrokerSettings(broker.bootstrap(), Map.of(), 1, 1);
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        try (var admin = new KafkaClients(settings, "test").admin()) {
            var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(config.get("retention.ms").value()).isEqualTo("-1");
            assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
            assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
            assertThat(config.get("max.message.bytes").value())
                    .isEqualTo(Integer.toString(BrokerSettings.MAX_MESSAGE_BYTES));
        }
    }

    private long distinct() {
        return handled.stream()
                .mapToInt(arrival -> BrokerTests.number(arrival.value()))
                .distinct()
                .count();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Outbox implements KafkaPublisher.Queue {
        private int from;
        private int to;

        synchronized void offer(int from, int to) {
            this.from = from;
            this.to = to;
        }

        synchronized boolean empty() {
            return from == to;
        }

        @Override
        public synchronized Publication next(int limit) {
            return new Publication(List.of(), BrokerTests.outgoing(TOPIC, from, to, 7), to, 0);
        }

        @Override
        public synchronized void published(Publication publication) {
            from = (int) publication.upTo();
        }

        @Override
        public synchronized void await(long millis) throws InterruptedException {
            wait(Math.min(millis, 20));
        }
    }
}

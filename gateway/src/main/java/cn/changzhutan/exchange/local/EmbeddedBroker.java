package cn.changzhutan.exchange.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and its controller in this process. The only class that touches Kafka's server side, which is no supported API: a
 * Kafka upgrade that breaks it breaks nothing else.
 */
final class EmbeddedBroker {
    private static final int NODE = 1;

    private final KafkaRaftServer server;

    private EmbeddedBroker(KafkaRaftServer server) {
        this.server = server;
    }

    /**
     * Formats the folder if it is new, and starts. Listens on 127.0.0.1 only.
     *
     * @throws Exception whatever the server's start throws
     */
    static EmbeddedBroker start(Path data, int port, int controllerPort) throws Exception {
        Path directory = data.toAbsolutePath();
        if (!Files.exists(directory.resolve("meta.properties"))) { // written last by the formatter
            format(directory);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(settings(directory, port, controllerPort)), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server);
    }

    void stop() {
        server.shutdown();
    }

    void awaitStopped() {
        server.awaitShutdown();
    }

    private static void format(Path directory) throws Exception {
        new Formatter()
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(Optional.of(directory.toString()))
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static Properties settings(Path directory, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        // Where clients are told to come: to the listener, or in tests of faults to what stands before it.
        String advertised = System.getProperty("broker.advertised", "127.0.0.1:" + port);
        settings.put("advertised.listeners", "PLAINTEXT://" + advertised);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", directory.toString());
        // What was published stays until the receiver's receipt is logged, so the broker never drops by age.
        settings.put("log.retention.ms", "-1");
        settings.put("auto.create.topics.enable", "false");
        // One machine: one copy, few partitions of Kafka's own topics, few threads and small buffers.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "2");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "2");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.segment.bytes", "67108864");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        settings.put("message.max.bytes", "4194304");
        settings.put("replica.fetch.max.bytes", "4194304");
        return settings;
    }
}

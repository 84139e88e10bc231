package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
    @TempDir
    Path folder;

    @Test
    void stoppedAndKilled_keepsWhatWasAcknowledged() throws Exception {
        int port = Ports.free();
        int controllerPort = Ports.free();
        try (LocalBroker broker = LocalBroker.start(folder, port, controllerPort)) {
            create(broker, "t");
            send(broker, "t", "first");
        }
        LocalBroker killed = LocalBroker.start(folder, port, controllerPort);
        send(killed, "t", "second");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.ended().get(10, TimeUnit.SECONDS);

        try (LocalBroker broker = LocalBroker.start(folder, port, controllerPort)) {
            assertThat(read(broker, "t", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void leftoverOfAKilledRun_isEnded_whenStartedAgain() throws Exception {
        int port = Ports.free();
        int controllerPort = Ports.free();
        LocalBroker leftover = LocalBroker.start(folder, port, controllerPort);
        try (LocalBroker broker = LocalBroker.start(folder, port, controllerPort)) {
            assertThat(leftover.ended()).succeedsWithin(java.time.Duration.ofSeconds(30));
            assertThat(broker.pid()).isNotEqualTo(leftover.pid());
        }
    }

    @Test
    void busyPort_isOneClearSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalBroker.start(folder, busy.getLocalPort(), Ports.free()))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining("Port " + busy.getLocalPort() + " of 127.0.0.1 is needed for the broker");
        }
    }

    private static void create(LocalBroker broker, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    private static void send(LocalBroker broker, String topic, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(LocalBroker broker, String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap());
        List<String> values = new java.util.ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (int i = 0; i < 20 && values.size() < count; i++) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                records.forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        return values;
    }
}

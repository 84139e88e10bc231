package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.local.LocalServers;
import cn.changzhutan.exchange.pipeline.Arrival;
import cn.changzhutan.exchange.pipeline.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the tests of the Kafka legs share: topics of their own on the shared broker, and reading a topic as it is. */
final class BrokerTests {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private BrokerTests() {}

    static BrokerSettings settings() throws Exception {
        return new BrokerSettings(LocalServers.broker().bootstrap(), Map.of(), 1, 1);
    }

    static KafkaClients clients(String process) throws Exception {
        return new KafkaClients(settings(), process);
    }

    /** A new topic, ready to be written to. */
    static String topic(String hint, int partitions) throws Exception {
        String topic = "test." + hint + "." + NUMBER.incrementAndGet();
        setUp(settings(), new TreeMap<>(Map.of(topic, partitions)));
        return topic;
    }

    static void setUp(BrokerSettings settings, SortedMap<String, Integer> plan) {
        StopSignal stop = new StopSignal();
        TopicSetup setup = new TopicSetup(
                () -> new KafkaClients(settings, "setup").admin(), plan, settings, stop, new PartsHealth());
        Thread thread = new Thread(setup);
        thread.start();
        setup.await(stop);
        stop.stop();
    }

    /** Sends number i with the key i mod keys, and waits for the acks. */
    static void send(String topic, int from, int to, int keys) throws Exception {
        try (Producer<byte[], byte[]> producer = clients("sender").producer()) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(topic, bytes(i % keys), bytes(i)));
            }
            producer.flush();
        }
    }

    static List<Outgoing> outgoing(String topic, int from, int to, int keys) {
        List<Outgoing> messages = new ArrayList<>();
        for (int i = from; i < to; i++) {
            messages.add(new Outgoing(topic, bytes(i % keys), bytes(i)));
        }
        return messages;
    }

    static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    static int number(byte[] bytes) {
        return Integer.parseInt(new String(bytes, StandardCharsets.UTF_8));
    }

    /** All that lies in a topic now, partition after partition, as numbers. */
    static Map<Integer, List<Integer>> read(String topic, int partitions) throws Exception {
        Map<Integer, List<Integer>> numbers = new LinkedHashMap<>();
        try (Consumer<byte[], byte[]> consumer = clients("reader").consumer("reader", "reader-" + topic)) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
                numbers.put(partition, new ArrayList<>());
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    numbers.get(message.partition()).add(number(message.value()));
                }
            }
        }
        return numbers;
    }

    /** The numbers of each partition in the order in which each was first seen. */
    static Map<Integer, List<Integer>> firsts(List<Arrival> arrivals) {
        Map<Integer, TreeSet<Integer>> seen = new TreeMap<>();
        Map<Integer, List<Integer>> firsts = new TreeMap<>();
        for (Arrival arrival : arrivals) {
            int number = number(arrival.value());
            if (seen.computeIfAbsent(arrival.partition(), p -> new TreeSet<>()).add(number)) {
                firsts.computeIfAbsent(arrival.partition(), p -> new ArrayList<>())
                        .add(number);
            }
        }
        return firsts;
    }
}

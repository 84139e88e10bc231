package cn.changzhutan.exchange.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The floor of transport: what one producer and one consumer get through the same broker, without anything around it. */
final class RawKafka {
    private static final int BYTES = 1024;

    private RawKafka() {}

    /** @return messages a second that the consumer got, after a warm-up of the same length */
    static double measure(String bootstrap, Duration time) throws InterruptedException {
        String topic = "bench-" + System.currentTimeMillis();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        LongAdder received = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        Thread consumer = new Thread(() -> consume(bootstrap, topic, received, stop), "raw-consumer");
        Thread producer = new Thread(() -> produce(bootstrap, topic, stop), "raw-producer");
        consumer.start();
        producer.start();
        Thread.sleep(time.toMillis());
        long before = received.sum();
        long start = System.nanoTime();
        Thread.sleep(time.toMillis());
        double rate = (received.sum() - before) * 1e9 / (System.nanoTime() - start);
        stop.set(true);
        producer.join();
        consumer.join();
        return rate;
    }

    private static void produce(String bootstrap, String topic, AtomicBoolean stop) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 2, "batch.size", 256 * 1024);
        byte[] value = new byte[BYTES];
        new Random(1).nextBytes(value);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (!stop.get()) {
                producer.send(new ProducerRecord<>(topic, value));
            }
        }
    }

    private static void consume(String bootstrap, String topic, LongAdder received, AtomicBoolean stop) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "group.id", topic, "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (!stop.get()) {
                received.add(consumer.poll(Duration.ofMillis(100)).count());
            }
        }
    }
}

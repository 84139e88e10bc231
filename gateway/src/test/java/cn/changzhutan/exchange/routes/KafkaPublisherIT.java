package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.pipeline.Outgoing;
import cn.changzhutan.exchange.pipeline.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaPublisherIT {
    private static final int PARTITIONS = 4;

    private final StopSignal stop = new StopSignal();
    private final PartsHealth health = new PartsHealth();
    private FakeOutbox outbox;
    private String records;
    private String checkpoints;
    private Thread thread;

    @BeforeEach
    void topics() throws Exception {
        records = BrokerTests.topic("records", PARTITIONS);
        checkpoints = BrokerTests.topic("checkpoints", 1);
        outbox = new FakeOutbox();
    }

    @AfterEach
    void stop() throws Exception {
        stop.stop();
        thread.join();
    }

    @Test
    void everyPublication_arrivesOnce_inOrder_withNothingFailing() throws Exception {
        outbox.offer(0, 1_000);
        outbox.offer(1_000, 3_000);
        start(real());
        await().until(outbox::empty);
        assertThat(all(BrokerTests.read(records, PARTITIONS))).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(BrokerTests.read(records, PARTITIONS).values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted());
        assertThat(BrokerTests.read(checkpoints, 1).get(0)).containsExactly(1_000, 3_000);
    }

    @Test
    void sendThatFails_lets_nothingOvertakeIt_andIsRepeatedFromTheCursor() throws Exception {
        AtomicInteger sends = new AtomicInteger();
        outbox.offer(0, 600);
        // the 101st, 301st … send fails as the client itself would fail it: through the callback
        start(() -> failing(sends, List.of(101, 301, 451, 900, 1_300)));
        await().until(outbox::empty);

        Map<Integer, List<Integer>> read = BrokerTests.read(records, PARTITIONS);
        assertThat(all(read).stream().distinct()).hasSize(600);
        assertThat(read.values())
                .allSatisfy(numbers -> assertThat(new ArrayList<>(new java.util.LinkedHashSet<>(numbers)))
                        .isSorted());
        assertThat(health.down()).isEmpty();
    }

    @Test
    void checkpointThatFails_holdsBackTheMessagesUnderIt() throws Exception {
        outbox.offer(0, 10);
        AtomicInteger sends = new AtomicInteger();
        start(() -> failing(sends, List.of(1, 2, 3, 4, 5, 6, 7, 8)));
        await().until(() -> sends.get() >= 5);
        assertThat(all(BrokerTests.read(records, PARTITIONS))).isEmpty();
        assertThat(health.down()).containsEntry(KafkaPublisher.PART, "KAFKA");
        await().until(outbox::empty);
        assertThat(all(BrokerTests.read(records, PARTITIONS))).hasSize(10);
    }

    @Test
    void cursorThatCannotMove_repeats_andSkipsNothing() throws Exception {
        outbox.failures.set(2);
        outbox.offer(0, 100);
        start(real());
        await().until(outbox::empty);
        Map<Integer, List<Integer>> read = BrokerTests.read(records, PARTITIONS);
        assertThat(all(read)).hasSize(300);
        assertThat(all(read).stream().distinct()).hasSize(100);
    }

    private void start(Supplier<Producer<byte[], byte[]>> producers) {
        KafkaPublisher publisher = new KafkaPublisher(
                outbox, producers, new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)), stop, health);
        thread = new Thread(publisher);
        thread.start();
    }

    private static Supplier<Producer<byte[], byte[]>> real() throws Exception {
        KafkaClients clients = BrokerTests.clients("publisher");
        return clients::producer;
    }

    private static Producer<byte[], byte[]> failing(AtomicInteger sends, List<Integer> failures) {
        Producer<byte[], byte[]> real;
        try {
            real = real().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (Producer<byte[], byte[]>) java.lang.reflect.Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("send") && failures.contains(sends.incrementAndGet())) {
                        ((Callback) arguments[1]).onCompletion(null, new KafkaException("injected"));
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<Integer> all(Map<Integer, List<Integer>> read) {
        return read.values().stream().flatMap(List::stream).toList();
    }

    /** As the pipeline's: a cursor over publications; the same again until it is moved. */
    private final class FakeOutbox implements KafkaPublisher.Queue {
        final List<Publication> waiting = new ArrayList<>();
        final AtomicInteger failures = new AtomicInteger();

        synchronized void offer(int from, int to) {
            waiting.add(new Publication(
                    List.of(new Outgoing(checkpoints, null, BrokerTests.bytes(to))),
                    BrokerTests.outgoing(records, from, to, 37),
                    to,
                    to));
        }

        synchronized boolean empty() {
            return waiting.isEmpty();
        }

        @Override
        public synchronized Publication next(int limit) {
            return waiting.isEmpty() ? new Publication(List.of(), List.of(), 0, 0) : waiting.get(0);
        }

        @Override
        public synchronized void published(Publication publication) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("database down");
            }
            assertThat(waiting.remove(0)).isSameAs(publication);
        }

        @Override
        public synchronized void await(long millis) throws InterruptedException {
            wait(Math.min(millis, 20));
        }
    }
}

package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.pipeline.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaLoopIT {
    private static final int PARTITIONS = 4;
    private static final int MESSAGES = 600;

    private final List<Arrival> handled = new CopyOnWriteArrayList<>();
    private final PartsHealth health = new PartsHealth();
    private final List<StopSignal> stops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        stops.forEach(StopSignal::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void handlerFailsFiveTimesAmong600_nothingIsLost_andOrderHolds() throws Exception {
        String topic = BrokerTests.topic("failing", PARTITIONS);
        BrokerTests.send(topic, 0, MESSAGES, 37);
        AtomicInteger failures = new AtomicInteger();
        start("p1", topic, consumer("p1", topic), arrivals -> {
            for (Arrival arrival : arrivals) {
                // fails in the middle of a batch, what came before it is done already: the worst case
                if (BrokerTests.number(arrival.value()) % 100 == 50 && failures.get() < 5 && fail(arrival)) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("log down");
                }
                handled.add(arrival);
            }
        });

        await().until(() -> distinct() == MESSAGES);
        await().until(() -> committed("p1", topic) == MESSAGES);
        assertThat(failures).hasValue(5);
        assertThat(BrokerTests.firsts(handled)).isEqualTo(inOrder(topic));
        assertThat(health.down()).isEmpty();
    }

    private final List<Integer> failedOnce = new ArrayList<>();

    private boolean fail(Arrival arrival) {
        int number = BrokerTests.number(arrival.value());
        return !failedOnce.contains(number) && failedOnce.add(number);
    }

    @Test
    void failingHandler_isShownAsDown_andCommitsNothing() throws Exception {
        String topic = BrokerTests.topic("down", PARTITIONS);
        BrokerTests.send(topic, 0, 10, 3);
        AtomicBoolean works = new AtomicBoolean();
        start("p1", topic, consumer("p1", topic), arrivals -> {
            if (!works.get()) {
                throw new IllegalStateException("log down");
            }
            handled.addAll(arrivals);
        });
        await().until(() -> !health.down().isEmpty());
        assertThat(health.down()).containsEntry("leg", "ILLEGAL_STATE");
        assertThat(committed("p1", topic)).isZero();
        works.set(true);
        await().until(() -> distinct() == 10 && health.down().isEmpty());
        assertThat(handled).hasSize(10);
    }

    @Test
    void processKilledBeforeItsCommit_isFollowedByOneThatReadsTheSameAgain() throws Exception {
        String topic = BrokerTests.topic("killed", PARTITIONS);
        BrokerTests.send(topic, 0, MESSAGES, 37);
        AtomicBoolean killed = new AtomicBoolean();
        // the first commit is never made, and the dead consumer neither leaves its group nor closes its socket
        Consumer<byte[], byte[]> dying = BrokerTests.clients("p1").consumer("leg", "g-" + topic);
        Consumer<byte[], byte[]> first = Broken.client(
                Consumer.class,
                Broken.client(Consumer.class, dying, "close", arguments -> {
                    throw new Killed();
                }),
                "commitSync",
                arguments -> {
                    killed.set(true);
                    throw new Killed();
                });
        Thread dead = start("p1", topic, () -> first, handled::addAll);
        dead.join();
        assertThat(killed).isTrue();
        List<Arrival> before = List.copyOf(handled);
        assertThat(before).isNotEmpty();
        assertThat(committed("p1", topic)).isZero();

        start("p1", topic, consumer("p1", topic), handled::addAll);

        await().until(() -> distinct() == MESSAGES);
        await().until(() -> committed("p1", topic) == MESSAGES);
        assertThat(BrokerTests.firsts(handled)).isEqualTo(inOrder(topic));
        assertThat(handled.size() - MESSAGES).isBetween(before.size(), MESSAGES);
    }

    @Test
    void secondProcessJoinsAndLeaves_nothingIsLost_andOrderHolds() throws Exception {
        String topic = BrokerTests.topic("shared", PARTITIONS);
        start("p1", topic, consumer("p1", topic), handled::addAll);
        BrokerTests.send(topic, 0, 200, 37);
        await().until(() -> distinct() == 200);
        AtomicInteger bySecond = new AtomicInteger();
        start("p2", topic, consumer("p2", topic), arrivals -> {
            bySecond.addAndGet(arrivals.size());
            handled.addAll(arrivals);
        });
        AtomicInteger sent = new AtomicInteger(200);
        await().until(() -> {
            BrokerTests.send(topic, sent.get(), sent.addAndGet(20), 37);
            return bySecond.get() > 0;
        });
        stops.get(1).stop();
        threads.get(1).join();
        BrokerTests.send(topic, sent.get(), sent.addAndGet(100), 37);

        await().until(() -> distinct() == sent.get());
        assertThat(BrokerTests.firsts(handled)).isEqualTo(inOrder(topic));
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Thread start(
            String process, String topic, Supplier<Consumer<byte[], byte[]>> consumers, KafkaLoop.Handler handler) {
        StopSignal stop = new StopSignal();
        KafkaLoop loop = new KafkaLoop(
                "leg",
                consumers,
                List.of(topic),
                handler,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)),
                stop,
                health,
                messages -> {});
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (Killed e) {
                        // as if the process had ended here
                    }
                },
                process);
        stops.add(stop);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static Supplier<Consumer<byte[], byte[]>> consumer(String process, String topic) throws Exception {
        KafkaClients clients = BrokerTests.clients(process);
        return () -> clients.consumer("leg", "g-" + topic);
    }

    private long distinct() {
        return handled.stream()
                .map(arrival -> BrokerTests.number(arrival.value()))
                .distinct()
                .count();
    }

    private static Map<Integer, List<Integer>> inOrder(String topic) throws Exception {
        return BrokerTests.read(topic, PARTITIONS);
    }

    private static long committed(String process, String topic) throws Exception {
        try (var admin = BrokerTests.clients(process).admin()) {
            var offsets = admin.listConsumerGroupOffsets("g-" + topic)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> offsets.get(new TopicPartition(topic, partition)))
                    .filter(offset -> offset != null)
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }
}

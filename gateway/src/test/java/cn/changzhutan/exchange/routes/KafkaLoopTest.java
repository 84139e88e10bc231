package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real broker shows only by chance of time. */
class KafkaLoopTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final MockConsumer<byte[], byte[]> mock = new MockConsumer<>("earliest");
    private final List<Long> offsets = new CopyOnWriteArrayList<>();
    private final StopSignal stop = new StopSignal();
    private final PartsHealth health = new PartsHealth();
    private final List<Long> lags = new CopyOnWriteArrayList<>();
    private Thread thread;

    @AfterEach
    void stop() throws Exception {
        stop.stop();
        thread.join();
    }

    @Test
    void pauseAfterAFailure_keepsPolling_withItsPartitionsPaused_alsoThoseThatComeMeanwhile() {
        AtomicInteger calls = new AtomicInteger();
        TopicPartition later = new TopicPartition("t", 1);
        AtomicReference<Set<TopicPartition>> paused = new AtomicReference<>();
        assignWithMessages(3);
        mock.schedulePollTask(() -> {
            mock.updateBeginningOffsets(Map.of(later, 0L));
            mock.rebalance(List.of(PARTITION, later));
            addMessages(3); // the mock forgets what it has handed out
        });
        mock.schedulePollTask(() -> paused.set(Set.copyOf(mock.paused())));
        start(mock, arrivals -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("log down");
            }
            arrivals.forEach(arrival -> offsets.add(arrival.offset()));
        });
        await().until(() -> calls.get() == 2 && committed() == 3);
        assertThat(paused.get()).contains(later);
        assertThat(offsets).containsExactly(0L, 1L, 2L);
        assertThat(mock.paused()).isEmpty();
        assertThat(health.down()).isEmpty();
    }

    @Test
    void commitDuringARebalance_isMadeAgain_withoutAnyNewMessage() {
        AtomicInteger commits = new AtomicInteger();
        assignWithMessages(2);
        Consumer<byte[], byte[]> consumer = Broken.client(Consumer.class, mock, "commitSync", arguments -> {
            if (commits.getAndIncrement() == 0) {
                throw new RebalanceInProgressException();
            }
        });
        start(consumer, arrivals -> arrivals.forEach(arrival -> offsets.add(arrival.offset())));
        await().until(() -> commits.get() >= 2 && committed() == 2);
        assertThat(offsets).containsExactly(0L, 1L);
    }

    @Test
    @SuppressWarnings("unchecked") // what commitSync is given
    void whatWasHandledSinceTheLastCommit_isCommittedAtTheStop() throws Exception {
        AtomicLong committed = new AtomicLong();
        assignWithMessages(1);
        Consumer<byte[], byte[]> consumer = Broken.client(
                Consumer.class,
                mock,
                "commitSync",
                arguments -> committed.set(((Map<TopicPartition, OffsetAndMetadata>) arguments[0])
                        .get(PARTITION)
                        .offset()));
        start(consumer, arrivals -> arrivals.forEach(arrival -> offsets.add(arrival.offset())));
        await().until(() -> committed.get() == 1);
        mock.schedulePollTask(() -> mock.addRecord(new ConsumerRecord<>("t", 0, 1, new byte[0], new byte[0])));
        await().until(() -> offsets.size() == 2);

        stop();

        assertThat(committed).hasValue(2);
    }

    @Test
    void whatWaitsAtTheBroker_isTold_andNotOfABrokerThatSendsNothingMore() {
        mock.updateEndOffsets(Map.of(PARTITION, 7_002L));
        assignWithMessages(2);
        start(mock, arrivals -> arrivals.forEach(arrival -> offsets.add(arrival.offset())));
        await().until(() -> lags.size() == 2);

        assertThat(lags).containsExactly(7_000L, 0L);
    }

    private void assignWithMessages(int count) {
        mock.schedulePollTask(() -> {
            mock.updateBeginningOffsets(Map.of(PARTITION, 0L));
            mock.rebalance(List.of(PARTITION));
            addMessages(count);
        });
    }

    private void addMessages(int count) {
        for (int i = 0; i < count; i++) {
            mock.addRecord(new ConsumerRecord<>("t", 0, i, new byte[0], new byte[0]));
        }
    }

    private long committed() {
        var offset = mock.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private void start(Consumer<byte[], byte[]> consumer, KafkaLoop.Handler handler) {
        KafkaLoop loop = new KafkaLoop(
                "leg",
                () -> consumer,
                List.of("t"),
                handler,
                new Backoff(Duration.ofMillis(100), Duration.ofMillis(100)),
                stop,
                health,
                lags::add);
        thread = new Thread(loop);
        thread.start();
    }
}

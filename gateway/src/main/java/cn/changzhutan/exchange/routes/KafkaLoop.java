package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics in order and commits offsets now and then, and only after the handler has returned, that is, after its effect is
 * durable. If the handler throws, the same messages are read again, in order, after a pause during which the broker still hears of this
 * consumer. So a message can be handled twice and never not at all.
 *
 * <p>Why not camel-kafka: its batched consumer lost records when a handler failed, and its safe mode waits for each single one
 * (measured; see RATIONALE.md).
 */
final class KafkaLoop implements Runnable {
    /** What is done with a batch; returns only when its effect is durable, throws if it is to be tried again. */
    @FunctionalInterface
    interface Handler {
        void handle(List<Arrival> arrivals);
    }

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSED_POLL = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** To handle again what came since costs less than to commit after each poll. */
    private static final Duration COMMIT_EVERY = Duration.ofMillis(500);

    private static final Duration COMMIT = Duration.ofSeconds(3);

    /** The last chance before a rebalance or a stop goes on. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(2);

    private final String leg;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<String> topics;
    private final Handler handler;
    private final Backoff backoff;
    private final StopSignal stop;
    private final PartsHealth health;
    private final LongConsumer lag;
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private boolean pausing;

    /** @param lag told now and then how many messages wait at the broker */
    KafkaLoop(
            String leg,
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<String> topics,
            Handler handler,
            Backoff backoff,
            StopSignal stop,
            PartsHealth health,
            LongConsumer lag) {
        this.leg = leg;
        this.consumers = consumers;
        this.topics = List.copyOf(topics);
        this.handler = handler;
        this.backoff = backoff;
        this.stop = stop;
        this.health = health;
        this.lag = lag;
    }

    @Override
    public void run() {
        while (!stop.stopped()) {
            try {
                consume();
            } catch (RuntimeException e) {
                down("consumer failed, making a new one", e);
                stop.pause(backoff.next());
            }
        }
    }

    private void consume() {
        uncommitted.clear();
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            consumer.subscribe(topics, listener(consumer));
            long committed = System.nanoTime() - COMMIT_EVERY.toNanos();
            boolean anything = false;
            while (!stop.stopped()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    handleOrRewind(consumer, records);
                    anything = true;
                }
                if (System.nanoTime() - committed >= COMMIT_EVERY.toNanos()) {
                    commit(consumer, COMMIT);
                    // The consumer knows the lag from what it fetched: of a broker that is away it would know it for
                    // ever.
                    lag.accept(anything ? lagOf(consumer) : 0);
                    anything = false;
                    committed = System.nanoTime();
                }
            }
            commit(consumer, LAST_COMMIT);
        } finally {
            lag.accept(0);
            consumer.close(CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    private static long lagOf(Consumer<byte[], byte[]> consumer) {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    private void handleOrRewind(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        List<Arrival> arrivals = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> message : records) {
            arrivals.add(new Arrival(
                    message.topic(), message.partition(), message.offset(), message.key(), message.value()));
        }
        try {
            handler.handle(arrivals);
        } catch (RuntimeException e) {
            down("handler failed, reading the same again", e);
            rewind(consumer, records);
            pause(consumer, backoff.next());
            return;
        }
        backoff.reset();
        health.up(leg);
        uncommitted.putAll(records.nextOffsets());
    }

    /** The effect is durable: whoever reads again what could not be committed repeats without effect. */
    private void commit(Consumer<byte[], byte[]> consumer, Duration patience) {
        uncommitted.keySet().retainAll(consumer.assignment());
        if (uncommitted.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(uncommitted), patience);
            uncommitted.clear();
        } catch (CommitFailedException e) {
            uncommitted.clear();
            LOG.info("{}: partitions went to another process before the commit", leg);
        } catch (RetriableException | RebalanceInProgressException e) {
            // the next poll completes the rebalance; the next turn tries again
            LOG.debug("{}: not committed yet: {}", leg, Causes.word(e));
        }
    }

    private static void rewind(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    /** Waits, but keeps polling: a consumer that does not poll is thought dead and loses its partitions. */
    private void pause(Consumer<byte[], byte[]> consumer, Duration time) {
        pausing = true;
        try {
            consumer.pause(consumer.assignment());
            long end = System.nanoTime() + time.toNanos();
            while (!stop.stopped() && System.nanoTime() - end < 0) {
                rewind(consumer, consumer.poll(PAUSED_POLL));
            }
            consumer.resume(consumer.paused());
        } finally {
            pausing = false;
        }
    }

    private ConsumerRebalanceListener listener(Consumer<byte[], byte[]> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // called inside poll, so no handler is at work; a failure that went to another process is no longer
                // ours
                health.up(leg);
                commit(consumer, LAST_COMMIT);
                uncommitted.keySet().removeAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                if (pausing) {
                    consumer.pause(partitions);
                }
            }
        };
    }

    private void down(String what, RuntimeException failure) {
        health.down(leg, Causes.word(failure));
        LOG.warn("{}: {}: {}", leg, what, Causes.word(failure));
    }
}

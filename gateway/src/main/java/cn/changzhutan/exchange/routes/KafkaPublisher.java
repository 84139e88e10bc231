package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.Outbox;
import cn.changzhutan.exchange.pipeline.Outgoing;
import cn.changzhutan.exchange.pipeline.Publication;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what was sealed, in log order and without a gap: all checkpoints of a publication are acknowledged before its first
 * message is sent, all messages before the cursor moves. After any failure it starts again from the cursor, so that messages may be
 * repeated but none is skipped or overtaken.
 *
 * <p>The producer is closed by force in the callback of the first message that fails, before the client may send what comes
 * after it: batches already under way behind a lost one are refused by the broker for their sequence numbers.
 */
final class KafkaPublisher implements Runnable {
    /** The cursor over what is to be published. */
    interface Queue {
        Publication next(int limit);

        void published(Publication publication);

        void await(long millis) throws InterruptedException;

        static Queue of(Outbox outbox) {
            return new Queue() {
                @Override
                public Publication next(int limit) {
                    return outbox.next(limit);
                }

                @Override
                public void published(Publication publication) {
                    outbox.published(publication);
                }

                @Override
                public void await(long millis) throws InterruptedException {
                    outbox.await(millis);
                }
            };
        }
    }

    static final String PART = "publisher";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final int LIMIT = 500;
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final long IDLE_MILLIS = 500;

    private final Queue queue;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Backoff backoff;
    private final StopSignal stop;
    private final PartsHealth health;
    private final AtomicReference<Producer<byte[], byte[]>> current = new AtomicReference<>();

    KafkaPublisher(
            Queue queue,
            Supplier<Producer<byte[], byte[]>> producers,
            Backoff backoff,
            StopSignal stop,
            PartsHealth health) {
        this.queue = queue;
        this.producers = producers;
        this.backoff = backoff;
        this.stop = stop;
        this.health = health;
    }

    /** Ends a send that does not come to an end, for a bounded stop. */
    void abort() {
        Producer<byte[], byte[]> producer = current.get();
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    @Override
    public void run() {
        while (!stop.stopped()) {
            try {
                publishWithOneProducer();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                health.down(PART, Causes.word(e));
                LOG.warn("publishing failed, starting again from the cursor: {}", Causes.word(e));
                stop.pause(backoff.next());
            }
        }
    }

    private void publishWithOneProducer() throws InterruptedException {
        Producer<byte[], byte[]> producer = producers.get();
        current.set(producer);
        try {
            while (!stop.stopped()) {
                Publication next = queue.next(LIMIT);
                if (next.isEmpty()) {
                    health.up(PART);
                    queue.await(IDLE_MILLIS);
                    continue;
                }
                sendAll(producer, next.checkpoints());
                sendAll(producer, next.messages());
                queue.published(next);
                backoff.reset();
                health.up(PART);
                if (next.messages().size() < LIMIT) {
                    // Every publication costs a checkpoint, which each reader verifies and keeps: what comes now goes
                    // together.
                    stop.pause(GATHER);
                }
            }
        } finally {
            current.set(null);
            // nothing is under way unless a send failed, and then nothing more may go
            producer.close(Duration.ZERO);
        }
    }

    private static void sendAll(Producer<byte[], byte[]> producer, List<Outgoing> messages) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        for (Outgoing message : messages) {
            if (failure.get() != null) {
                break;
            }
            producer.send(
                    new ProducerRecord<>(message.topic(), message.key(), message.value()), (metadata, exception) -> {
                        if (exception != null && failure.compareAndSet(null, exception)) {
                            producer.close(Duration.ZERO);
                        }
                    });
        }
        producer.flush();
        if (failure.get() != null) {
            throw new BrokerCallException("send", failure.get());
        }
    }
}

package cn.changzhutan.exchange.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and waits until every partition has a leader: a producer that starts earlier can stall for
 * minutes. Tries until it works, {@link #await} lets the legs wait for it, and then watches whether the broker still answers.
 */
final class TopicSetup implements Runnable {
    /** The name of this part on the health page. */
    static final String PART = "broker";

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration LEADER_PAUSE = Duration.ofMillis(100);
    private static final long CALL_SECONDS = 20;
    private static final Duration WATCH_PAUSE = Duration.ofSeconds(3);
    private static final int WATCH_TIMEOUT_MILLIS = 5_000;

    private final Supplier<Admin> admins;
    private final SortedMap<String, Integer> plan;
    private final BrokerSettings settings;
    private final StopSignal stop;
    private final PartsHealth health;
    private final CountDownLatch ready = new CountDownLatch(1);

    TopicSetup(
            Supplier<Admin> admins,
            SortedMap<String, Integer> plan,
            BrokerSettings settings,
            StopSignal stop,
            PartsHealth health) {
        this.admins = admins;
        this.plan = plan;
        this.settings = settings;
        this.stop = stop;
        this.health = health;
    }

    /** @return false if told to stop before the topics were ready */
    boolean await(StopSignal waiting) {
        try {
            while (!waiting.stopped()) {
                if (ready.await(200, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void run() {
        health.down(PART, "STARTING");
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
        while (!stop.stopped()) {
            try {
                setUpAndWatch(backoff);
            } catch (KafkaException | BrokerCallException e) {
                if (!stop.stopped()) {
                    health.down(PART, Causes.word(e));
                    LOG.warn("broker: {}; trying again", Causes.word(e));
                }
            }
            stop.pause(backoff.next());
        }
    }

    private void setUpAndWatch(Backoff backoff) {
        Admin admin = admins.get();
        try {
            create(admin);
            while (!led(admin)) {
                if (!stop.pause(LEADER_PAUSE)) {
                    return;
                }
            }
            backoff.reset();
            health.up(PART);
            ready.countDown();
            LOG.info("topics ready: {}", plan.size());
            watch(admin);
        } finally {
            admin.close(Duration.ZERO); // without waiting for calls that a dead broker will not answer
        }
    }

    /** An idle client does not notice that the broker has gone; this does. @throws BrokerCallException when it has */
    private void watch(Admin admin) {
        while (stop.pause(WATCH_PAUSE)) {
            get(admin.describeCluster(new DescribeClusterOptions().timeoutMs(WATCH_TIMEOUT_MILLIS))
                    .nodes());
        }
    }

    private void create(Admin admin) {
        List<NewTopic> missing = new ArrayList<>();
        var existing = get(admin.listTopics().names());
        plan.forEach((topic, partitions) -> {
            if (!existing.contains(topic)) {
                missing.add(new NewTopic(topic, Optional.of(partitions), Optional.of((short) settings.replication()))
                        .configs(Map.of(
                                "retention.ms", Long.toString(TopicPlan.retentionMillis(topic)),
                                "retention.bytes", "-1",
                                "cleanup.policy", "delete",
                                "max.message.bytes", Integer.toString(BrokerSettings.MAX_MESSAGE_BYTES),
                                "min.insync.replicas", Integer.toString(settings.minInsync()))));
            }
        });
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                get(created);
            } catch (BrokerCallException e) {
                // another city's gateway was faster
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private boolean led(Admin admin) {
        Map<String, TopicDescription> topics =
                get(admin.describeTopics(plan.keySet()).allTopicNames());
        plan.forEach((topic, partitions) -> {
            int found = topics.get(topic).partitions().size();
            if (found != partitions) {
                throw new BrokerCallException(
                        "topic " + topic + ": " + found + " partitions (expected: " + partitions
                                + "; a key's partition must never change)",
                        "PARTITIONS");
            }
        });
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerCallException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BrokerCallException("broker", e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerCallException("broker: no answer", e);
        }
    }
}

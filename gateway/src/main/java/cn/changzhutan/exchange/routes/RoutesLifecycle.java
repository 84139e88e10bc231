package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Puts the routes into Camel and starts what feeds them; stops in the order in which records come: intake, Kafka legs, deliveries,
 * publisher, each with what it has under way, and all within {@link #PATIENCE}. Runs after Camel has started and before it stops.
 */
final class RoutesLifecycle implements SmartLifecycle {
    /** All of a stop takes at most about so long. */
    static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final Logger LOG = LoggerFactory.getLogger(RoutesLifecycle.class);
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration PUBLISHER_GRACE = Duration.ofSeconds(4);
    private static final int DELIVERY_THREADS = 16;
    private static final int DROP_GROUP = 500;

    /** Ports to the pipeline. */
    record Ports(
            OutboundRoutes.Steps outbound,
            InboundRoutes.Steps inbound,
            DeliveryLoop.Desk desk,
            KafkaPublisher.Queue queue) {}

    private final CamelContext camel;
    private final RoutesSettings settings;
    private final Ports ports;
    private final CamelIntake intake;
    private final PartsHealth health;
    private final KafkaClients clients;
    private final List<Worker> workers = new ArrayList<>();
    private final List<ExecutorService> pools = new ArrayList<>();
    private final StopSignal dropStop = new StopSignal();
    private volatile boolean running;

    RoutesLifecycle(CamelContext camel, RoutesSettings settings, Ports ports, CamelIntake intake, PartsHealth health) {
        this.camel = camel;
        this.settings = settings;
        this.ports = ports;
        this.intake = intake;
        this.health = health;
        this.clients = new KafkaClients(settings.kafka(), settings.process());
    }

    @Override
    public void start() {
        try {
            addOutbound();
            addKafka();
            addDeliveries();
            addDrops();
        } catch (Exception e) {
            throw new IllegalStateException("routes cannot be started", e);
        }
        workers.forEach(Worker::start);
        running = true;
        LOG.info(
                "routes of {} started: {} types, {} systems",
                settings.self(),
                settings.routes().size(),
                settings.endpoints().size());
    }

    private void addOutbound() throws Exception {
        camel.addRoutes(new OutboundRoutes(ports.outbound()));
        for (RouteDefinition route : settings.routes()) {
            OutboundRoutes.add(camel, route);
        }
        intake.open(settings.routes().stream().map(RouteDefinition::type).toList());
    }

    private void addKafka() throws Exception {
        camel.addRoutes(new InboundRoutes(ports.inbound()));
        StopSignal setupStop = new StopSignal();
        TopicSetup topics = new TopicSetup(
                clients::admin, TopicPlan.of(settings.self(), settings.others()), settings.kafka(), setupStop, health);
        workers.add(Worker.interruptible(TopicSetup.PART, setupStop, topics, health));
        ProducerTemplate producer = camel.createProducerTemplate();
        for (InboundRoutes.Leg leg : InboundRoutes.Leg.values()) {
            StopSignal stop = new StopSignal();
            Call call = new Call(producer, leg.uri());
            KafkaLoop loop = new KafkaLoop(
                    leg.id(),
                    () -> clients.consumer(leg.id(), group(leg)),
                    topics(leg),
                    call::send,
                    new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10)),
                    stop,
                    health,
                    messages -> intake.backlog().set(leg.id(), messages));
            worker(leg.id(), stop, afterTopics(topics, stop, loop), GRACE, () -> {});
        }
        StopSignal stop = new StopSignal();
        KafkaPublisher publisher = new KafkaPublisher(
                ports.queue(),
                clients::producer,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10)),
                stop,
                health);
        worker(KafkaPublisher.PART, stop, afterTopics(topics, stop, publisher), PUBLISHER_GRACE, publisher::abort);
    }

    private static Runnable afterTopics(TopicSetup topics, StopSignal stop, Runnable work) {
        return () -> {
            if (topics.await(stop)) {
                work.run();
            }
        };
    }

    /** Records, receipts and asks are shared by the processes of a city; checkpoints are read by each. */
    private String group(InboundRoutes.Leg leg) {
        String shared = "exchange." + settings.self() + "." + leg.id();
        return leg == InboundRoutes.Leg.CHECKPOINTS ? shared + "." + settings.process() : shared;
    }

    private List<String> topics(InboundRoutes.Leg leg) {
        return switch (leg) {
            case RECORDS -> Topics.recordsTo(settings.self(), settings.others());
            case RECEIPTS -> Topics.receiptsTo(settings.self(), settings.others());
            case CHECKPOINTS ->
                settings.others().stream().map(Topics::checkpoints).toList();
            case ASKS -> List.of(Topics.asks(settings.self()));
        };
    }

    private void addDeliveries() throws Exception {
        FileDeliveryRoutes files = new FileDeliveryRoutes();
        camel.addRoutes(files);
        camel.addRoutes(new HttpPushRoutes(HttpPushClient.DEFAULT));
        ProducerTemplate producer = camel.createProducerTemplate();
        for (SystemEndpoint endpoint : settings.endpoints()) {
            if (endpoint instanceof SystemEndpoint.Push push) {
                HttpPushRoutes.add(camel, push.system(), push.url());
                deliver(push.system(), producer);
            } else if (endpoint instanceof SystemEndpoint.DropOut drop) {
                files.add(camel, drop.system(), drop.folder());
                deliver(drop.system(), producer);
            }
        }
    }

    private void deliver(SystemName system, ProducerTemplate producer) {
        StopSignal stop = new StopSignal();
        Call call = new Call(producer, HttpPushRoutes.uri(system));
        ExecutorService pool = pool("deliver-" + system);
        DeliveryLoop loop = new DeliveryLoop(
                system,
                ports.desk(),
                (Delivery delivery) -> (DeliveryEffect) call.send(delivery),
                pool,
                DeliveryLoop.defaultBackoff(),
                stop,
                health);
        worker("delivery " + system, stop, loop, GRACE, () -> {});
    }

    private ExecutorService pool(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                DELIVERY_THREADS, DELIVERY_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        pools.add(pool);
        return pool;
    }

    private void addDrops() throws Exception {
        FileDropRoutes drops = new FileDropRoutes(ports.desk()::onDuty);
        camel.addRoutes(drops);
        for (SystemEndpoint endpoint : settings.endpoints()) {
            if (endpoint instanceof SystemEndpoint.DropIn drop) {
                DropRows rows = new DropRows(
                        settings.self(),
                        drop.system(),
                        intake,
                        new DropRows.Limits(settings.recordBytes(), DROP_GROUP),
                        new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10)),
                        dropStop);
                DropFolder folder = new DropFolder(
                        drop,
                        settings.splitters(),
                        rows,
                        new DropFolder.Limits(settings.dropBytes(), settings.dropRows()));
                drops.add(camel, drop.system().value(), drop.folder(), folder);
            }
        }
    }

    private void worker(String name, StopSignal stop, Runnable work, Duration grace, Runnable abort) {
        workers.add(new Worker(name, stop, work, grace, abort, health));
    }

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        dropStop.stop();
        boolean clean = intake.close(PATIENCE.dividedBy(3));
        workers.forEach(Worker::stop);
        for (Worker worker : workers) {
            clean &= worker.join(Duration.ofNanos(end - System.nanoTime()));
        }
        pools.forEach(ExecutorService::shutdownNow);
        LOG.info(
                "routes of {} stopped{}",
                settings.self(),
                clean ? "" : "; what was under way is repeated at the next start");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Camel's own phase is {@code MAX_VALUE - 101}. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 50;
    }
}

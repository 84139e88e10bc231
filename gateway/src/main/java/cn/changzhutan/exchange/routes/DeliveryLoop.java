package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Deliveries;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one back-office system: claims in batches, delivers several at a time, acknowledges in batches as results come, so
 * that a slow answer delays only its own record. Each system has its own loop and threads; none waits for another.
 *
 * <p>What was delivered but not acknowledged when the process ends is delivered again, under the same exchange id.
 */
final class DeliveryLoop implements Runnable {
    /** What was received and waits for the back office. */
    interface Desk {
        /** Whether this process works for the systems, and not another of the city. */
        boolean onDuty();

        List<Delivery> claim(SystemName system, int limit);

        void delivered(List<ExchangeId> exchanges);

        void returned(Map<ExchangeId, ReturnReason> exchanges);

        void failed(List<ExchangeId> exchanges, String cause);

        void await(long millis) throws InterruptedException;

        static Desk of(Deliveries deliveries) {
            return new Desk() {
                @Override
                public boolean onDuty() {
                    return deliveries.onDuty();
                }

                @Override
                public List<Delivery> claim(SystemName system, int limit) {
                    return deliveries.claim(system, limit);
                }

                @Override
                public void delivered(List<ExchangeId> exchanges) {
                    deliveries.delivered(exchanges);
                }

                @Override
                public void returned(Map<ExchangeId, ReturnReason> exchanges) {
                    deliveries.returned(exchanges);
                }

                @Override
                public void failed(List<ExchangeId> exchanges, String cause) {
                    deliveries.failed(exchanges, cause);
                }

                @Override
                public void await(long millis) throws InterruptedException {
                    deliveries.await(millis);
                }
            };
        }
    }

    private record Result(ExchangeId exchange, DeliveryEffect effect) {}

    /** How many records may be claimed and not yet acknowledged. */
    static final int WINDOW = 64;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final long RESULT_MILLIS = 50;

    private final SystemName system;
    private final Desk desk;
    private final Function<Delivery, DeliveryEffect> route;
    private final ExecutorService workers;
    private final Backoff backoff;
    private final StopSignal stop;
    private final PartsHealth health;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final List<Result> unacknowledged = new ArrayList<>();
    private int underWay;

    /** @param workers threads of this system alone; a task waits in it until one is free */
    DeliveryLoop(
            SystemName system,
            Desk desk,
            Function<Delivery, DeliveryEffect> route,
            ExecutorService workers,
            Backoff backoff,
            StopSignal stop,
            PartsHealth health) {
        this.system = system;
        this.desk = desk;
        this.route = route;
        this.workers = workers;
        this.backoff = backoff;
        this.stop = stop;
        this.health = health;
    }

    @Override
    public void run() {
        try {
            while (!stop.stopped() || underWay > 0) {
                try {
                    turn();
                    backoff.reset();
                    health.up(part());
                } catch (RuntimeException e) {
                    health.down(part(), Causes.word(e));
                    LOG.warn("delivery to {}: {}", system, Causes.word(e));
                    if (!stop.pause(backoff.next())) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws InterruptedException {
        collect();
        acknowledge();
        int free = WINDOW - underWay;
        if (stop.stopped() || free < WINDOW / 2) {
            return;
        }
        List<Delivery> claimed = desk.claim(system, free);
        for (Delivery delivery : claimed) {
            underWay++;
            workers.execute(() -> results.add(new Result(delivery.exchange(), attempt(delivery))));
        }
        if (claimed.isEmpty() && underWay == 0) {
            desk.await(IDLE_MILLIS);
        }
    }

    private DeliveryEffect attempt(Delivery delivery) {
        try {
            return stop.stopped() ? new DeliveryEffect.Failed("STOPPING") : route.apply(delivery);
        } catch (RuntimeException e) {
            return new DeliveryEffect.Failed(Causes.word(e));
        }
    }

    private void collect() throws InterruptedException {
        if (underWay == 0) {
            return;
        }
        Result first = results.poll(RESULT_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            unacknowledged.add(first);
            results.drainTo(unacknowledged);
        }
    }

    /** If the log cannot commit, this throws; what is not acknowledged yet is kept for the next turn. */
    private void acknowledge() {
        List<ExchangeId> taken = ids(effect -> effect instanceof DeliveryEffect.Taken);
        if (!taken.isEmpty()) {
            desk.delivered(taken);
            settled(taken);
        }
        Map<ExchangeId, ReturnReason> returned = new LinkedHashMap<>();
        for (Result result : unacknowledged) {
            if (result.effect() instanceof DeliveryEffect.Returned back) {
                returned.put(result.exchange(), back.reason());
            }
        }
        if (!returned.isEmpty()) {
            desk.returned(returned);
            settled(returned.keySet());
        }
        while (!unacknowledged.isEmpty()) {
            DeliveryEffect cause = unacknowledged.get(0).effect();
            List<ExchangeId> failed = ids(cause::equals);
            String word = ((DeliveryEffect.Failed) cause).cause();
            LOG.warn("delivery to {}: {} failed: {}", system, failed.size(), word);
            desk.failed(failed, word);
            settled(failed);
        }
    }

    private List<ExchangeId> ids(Predicate<DeliveryEffect> which) {
        return unacknowledged.stream()
                .filter(result -> which.test(result.effect()))
                .map(Result::exchange)
                .toList();
    }

    private void settled(Collection<ExchangeId> exchanges) {
        Set<ExchangeId> gone = new HashSet<>(exchanges);
        unacknowledged.removeIf(result -> gone.contains(result.exchange()));
        underWay -= exchanges.size();
    }

    private String part() {
        return "delivery " + system;
    }

    /** A pause between failing turns, for the wiring. */
    static Backoff defaultBackoff() {
        return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    }
}

package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryLoopTest {
    private final FakeDesk desk = new FakeDesk();
    private final StopSignal stop = new StopSignal();
    private final PartsHealth health = new PartsHealth();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final CountDownLatch slow = new CountDownLatch(1);
    private Thread thread;

    @AfterEach
    void stop() throws Exception {
        slow.countDown();
        stop.stop();
        thread.join();
        workers.shutdownNow();
    }

    @Test
    void slowAnswer_delaysOnlyItsOwnRecord() {
        List<Delivery> waiting = desk.offer(100);
        Delivery hanging = waiting.get(0);
        start(delivery -> {
            if (delivery.exchange().equals(hanging.exchange())) {
                awaitSlow();
            }
            return new DeliveryEffect.Taken();
        });
        await().until(() -> desk.states.size() == 99);
        List<Delivery> later = desk.offer(200);
        await().until(() -> desk.states.size() == 299);
        assertThat(desk.states).doesNotContainKey(hanging.exchange());
        assertThat(desk.states).containsKey(later.get(199).exchange());

        slow.countDown();
        await().until(() -> desk.states.size() == 300);
        assertThat(desk.repeats).hasValue(0);
    }

    @Test
    void takenReturnedAndFailed_areAcknowledgedAsSuch_alsoWhenTheRouteThrows() {
        List<Delivery> waiting = desk.offer(4);
        ReturnReason reason = new ReturnReason("PERSON_NOT_FOUND", "查无此人");
        start(delivery -> switch (waiting.indexOf(delivery)) {
            case 0 -> new DeliveryEffect.Taken();
            case 1 -> new DeliveryEffect.Returned(reason);
            case 2 -> new DeliveryEffect.Failed("HTTP_500");
            default -> throw new IllegalStateException("a bug");
        });
        await().until(() -> desk.states.size() == 4);
        assertThat(waiting.stream().map(delivery -> desk.states.get(delivery.exchange())))
                .containsExactly("DELIVERED", "RETURNED PERSON_NOT_FOUND", "FAILED HTTP_500", "FAILED ILLEGAL_STATE");
    }

    @Test
    void logDownWhileAcknowledging_keepsTheResults_andAcknowledgesLater() {
        desk.troubles.set(3);
        desk.offer(10);
        AtomicInteger attempts = new AtomicInteger();
        start(delivery -> {
            attempts.incrementAndGet();
            return new DeliveryEffect.Taken();
        });
        await().until(() -> desk.states.size() == 10);
        assertThat(attempts).hasValue(10);
        assertThat(desk.repeats).hasValue(0);
        await().until(() -> health.down().isEmpty());
    }

    @Test
    void stop_finishesAndAcknowledgesWhatIsUnderWay_andClaimsNothingMore() throws Exception {
        desk.offer(4);
        start(delivery -> {
            awaitSlow();
            return new DeliveryEffect.Taken();
        });
        await().until(() -> desk.waiting.isEmpty());
        stop.stop();
        desk.offer(1);
        slow.countDown();
        thread.join();
        assertThat(desk.states).hasSize(4);
        assertThat(desk.waiting).hasSize(1);
    }

    private void start(Function<Delivery, DeliveryEffect> route) {
        DeliveryLoop loop = new DeliveryLoop(
                Samples.SYSTEM,
                desk,
                route,
                workers,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                stop,
                health);
        thread = new Thread(loop);
        thread.start();
    }

    private void awaitSlow() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class FakeDesk implements DeliveryLoop.Desk {
        @Override
        public boolean onDuty() {
            return true;
        }

        final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
        final Map<ExchangeId, String> states = new ConcurrentHashMap<>();
        final AtomicInteger repeats = new AtomicInteger();
        final AtomicInteger troubles = new AtomicInteger();

        List<Delivery> offer(int count) {
            List<Delivery> deliveries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                deliveries.add(Samples.delivery());
            }
            waiting.addAll(deliveries);
            return deliveries;
        }

        @Override
        public List<Delivery> claim(SystemName system, int limit) {
            List<Delivery> claimed = new ArrayList<>();
            waiting.drainTo(claimed, limit);
            return claimed;
        }

        @Override
        public void delivered(List<ExchangeId> exchanges) {
            exchanges.forEach(exchange -> put(exchange, "DELIVERED"));
        }

        @Override
        public void returned(Map<ExchangeId, ReturnReason> exchanges) {
            exchanges.forEach((exchange, reason) -> put(exchange, "RETURNED " + reason.code()));
        }

        @Override
        public void failed(List<ExchangeId> exchanges, String cause) {
            exchanges.forEach(exchange -> put(exchange, "FAILED " + cause));
        }

        private void put(ExchangeId exchange, String state) {
            if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new LogUnavailableException("down", null);
            }
            if (states.put(exchange, state) != null) {
                repeats.incrementAndGet();
            }
        }

        @Override
        public void await(long millis) throws InterruptedException {
            Delivery next = waiting.poll(Math.min(millis, 20), java.util.concurrent.TimeUnit.MILLISECONDS);
            if (next != null) {
                waiting.add(next);
            }
        }
    }
}

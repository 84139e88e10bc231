package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;

/**
 * Takes submissions through the outbound route of their type. What is between the door and the log is bounded: beyond it nothing is
 * taken, at once and before any work is done, so that what was taken is answered in time. A gateway that cannot follow what other cities
 * send takes little new: its processors belong to what is under way. Before {@link #open} and after {@link #close} it answers with
 * LogUnavailableException, which callers retry. Thread-safe.
 */
final class CamelIntake implements Intake {
    /** While the gateway is behind nothing is added to so many submissions that are under way: about one group of a batch. */
    private static final int WHEN_BEHIND = 256;

    private final ProducerTemplate producer;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private volatile Map<RecordType, Call> routes = Map.of();
    private volatile boolean open;
    private final AtomicInteger underWay = new AtomicInteger();
    private final int capacity;
    private final Backlog backlog = new Backlog();

    /** @param capacity submissions that may be under way at once; a call that brings more by itself is taken when nothing else is */
    CamelIntake(ProducerTemplate producer, int capacity) {
        this.producer = producer;
        this.capacity = capacity;
    }

    /** @param routed the types that have an outbound route of their own; the routes stand */
    void open(Iterable<RecordType> routed) {
        Map<RecordType, Call> calls = new LinkedHashMap<>();
        routed.forEach(type -> calls.put(type, new Call(producer, OutboundRoutes.uri(type))));
        routes = Map.copyOf(calls);
        open = true;
    }

    /** Takes nothing new and waits for what is under way. @return false if something still was after {@code patience} */
    boolean close(Duration patience) {
        open = false;
        try {
            if (!gate.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            gate.writeLock().unlock();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** To be told of what waits at the broker. */
    Backlog backlog() {
        return backlog;
    }

    @Override
    public List<Answer> submit(List<Submission> submissions) {
        gate.readLock().lock();
        try {
            if (!open) {
                throw new LogUnavailableException("the gateway is starting or stopping", null);
            }
            return submitBounded(submissions);
        } finally {
            gate.readLock().unlock();
        }
    }

    private List<Answer> submitBounded(List<Submission> submissions) {
        int before = underWay.getAndAdd(submissions.size());
        try {
            boolean full = before + submissions.size() > capacity || (before >= WHEN_BEHIND && backlog.isBehind());
            if (before > 0 && full) {
                throw new OverCapacityException(before + " submissions are under way");
            }
            return submitByType(submissions);
        } finally {
            underWay.addAndGet(-submissions.size());
        }
    }

    private List<Answer> submitByType(List<Submission> submissions) {
        Map<RecordType, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < submissions.size(); i++) {
            groups.computeIfAbsent(submissions.get(i).type(), type -> new ArrayList<>())
                    .add(i);
        }
        // All are on their way into the log before any is waited for: they share one commit.
        List<Supplier<List<Answer>>> sealed = new ArrayList<>();
        for (Map.Entry<RecordType, List<Integer>> group : groups.entrySet()) {
            List<Submission> ofType =
                    group.getValue().stream().map(submissions::get).toList();
            sealed.add(call(group.getKey(), ofType, !sealed.isEmpty()));
        }
        Answer[] answers = new Answer[submissions.size()];
        Iterator<Supplier<List<Answer>>> given = sealed.iterator();
        groups.forEach((type, places) -> {
            List<Answer> ofType = given.next().get();
            if (ofType.size() != places.size()) {
                throw new IllegalStateException(
                        "outbound " + type + ": " + ofType.size() + " answers (expected: " + places.size() + ")");
            }
            for (int i = 0; i < places.size(); i++) {
                answers[places.get(i)] = ofType.get(i);
            }
        });
        return Arrays.asList(answers);
    }

    @SuppressWarnings("unchecked") // the last step of an outbound route is seal
    private Supplier<List<Answer>> call(RecordType type, List<Submission> group, boolean anyTaken) {
        Call route = routes.getOrDefault(type, new Call(producer, OutboundRoutes.UNROUTED));
        try {
            return (Supplier<List<Answer>>) route.send(group);
        } catch (OverCapacityException e) {
            if (anyTaken) {
                // "nothing of the call was taken" would be untrue; the caller repeats with the same message ids
                throw new LogUnavailableException("at capacity after a part of the call was taken", e);
            }
            throw e;
        }
    }
}

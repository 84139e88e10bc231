package cn.changzhutan.exchange.pipeline;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What waits for the log, and who goes when: what belongs to exchanges under way before what is new. Any thread may add; one thread
 * takes.
 */
final class GroupQueue {
    /** A group of fewer items keeps a distance from the one before it. */
    private static final int SMALL = 256;

    /** From one group's beginning to the next one's: three times what the first took, within these bounds. */
    private static final long SHORTEST_NANOS = 10_000_000;

    private static final long LONGEST_NANOS = 25_000_000;

    /** What one caller asked for. */
    record Ticket<T>(Effect<T> effect, List<T> items, CompletableFuture<GroupCommit.Committed> done) {}

    private final int largest;
    private final int capacity;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Ticket<?>> underWay = new ConcurrentLinkedQueue<>();
    private final Queue<Ticket<?>> intake = new ConcurrentLinkedQueue<>();
    /** One permit a ticket of both, given once it is there. */
    private final Semaphore queued = new Semaphore(0);

    private long taken = System.nanoTime() - LONGEST_NANOS;

    /**
     * @param largest items of one group; a ticket is never divided
     * @param capacity items that may wait
     */
    GroupQueue(int largest, int capacity) {
        this.largest = largest;
        this.capacity = capacity;
    }

    /** Counts items as waiting until {@link #settle}. @throws OverCapacityException if too many wait already; nothing was counted */
    void admit(int items) {
        int before = waiting.getAndUpdate(now -> now + items > capacity ? now : now + items);
        if (before + items > capacity) {
            throw new OverCapacityException("the log has " + capacity + " waiting");
        }
    }

    void settle(int items) {
        waiting.addAndGet(-items);
    }

    /** Items that wait now, in a group that is being written as well. */
    int waiting() {
        return waiting.get();
    }

    void add(Ticket<?> ticket) {
        (ticket.effect().isIntake() ? intake : underWay).add(ticket);
        queued.release();
    }

    /**
     * Takes what waits; to be called again when that was written. A commit and a signature cost the same for few as for many: small
     * groups keep a distance, which grows with what the one before took, so that there are fewer of them where the machine is busy.
     * After a rest the first goes at once. A group that is full of what is under way takes something new as well.
     *
     * @param group gets what is taken, also if this call is interrupted
     * @return false if nothing came for so long
     */
    boolean take(List<Ticket<?>> group, long millis) throws InterruptedException {
        long took = System.nanoTime() - taken;
        long next = taken + Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, 3 * took));
        Ticket<?> ticket = await(TimeUnit.MILLISECONDS.toNanos(millis));
        if (ticket == null) {
            return false;
        }
        int items = 0;
        boolean anyNew = false;
        while (ticket != null) {
            items += ticket.items().size();
            anyNew |= ticket.effect().isIntake();
            group.add(ticket);
            if (items >= largest) {
                break;
            }
            ticket = await(items < SMALL ? next - System.nanoTime() : 0);
        }
        if (!anyNew && largest > 1 && !intake.isEmpty()) {
            queued.acquire();
            group.add(intake.remove());
        }
        taken = System.nanoTime();
        return true;
    }

    /** @return null if nothing came for so long */
    private Ticket<?> await(long nanos) throws InterruptedException {
        if (!queued.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
            return null;
        }
        Ticket<?> first = underWay.poll();
        return first == null ? intake.poll() : first;
    }

    /** Everything that waits, without taking it. */
    void forEach(Consumer<Ticket<?>> action) {
        underWay.forEach(action);
        intake.forEach(action);
    }
}

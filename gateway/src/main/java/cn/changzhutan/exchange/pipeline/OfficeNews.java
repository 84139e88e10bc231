package cn.changzhutan.exchange.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Lets a call of a back-office system wait until something new may be there for it. This process tells of what it commits; what another
 * process of the city commits is found by looking once a second. Thread-safe.
 */
final class OfficeNews {
    /** What a system reads. */
    enum Kind {
        INBOX,
        OUTCOMES
    }

    record Box(Kind kind, String system) {}

    /** Calls that may wait at once; each holds a thread where the JVM has no virtual ones. */
    static final int MOST_WAITING = 64;

    /** Calls that may wait for one box: a newer one ends the oldest, whose caller may be gone. */
    private static final int MOST_OF_A_BOX = 2;

    /** Another process of the city may have committed something. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Between two looks into a box that gave less than a page, so that under load one brings several items. */
    private static final long DISTANCE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Map<Box, Bell> bells = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final long lookAgain;
    private volatile boolean ended;

    OfficeNews() {
        this(MOST_WAITING, LOOK_AGAIN);
    }

    OfficeNews(int places, Duration lookAgain) {
        this.places = new Semaphore(places);
        this.lookAgain = lookAgain.toNanos();
    }

    /** Something new may be there for these. */
    void tell(Collection<Box> boxes) {
        boxes.forEach(box -> bell(box).ring());
    }

    /** How often a box was told of. */
    long told(Box box) {
        return bell(box).rung();
    }

    /**
     * Looks until something is found, at most for {@code wait}, or until newer calls wait for the same box.
     *
     * @param size items of what a look gave
     * @param limit items of a full page
     * @return what the last look gave
     * @throws OverCapacityException if too many calls wait already
     */
    <T> T look(Box box, Duration wait, Supplier<T> look, ToIntFunction<T> size, int limit) {
        if (wait.isZero()) {
            return look.get();
        }
        if (!places.tryAcquire()) {
            throw new OverCapacityException("too many calls wait");
        }
        try {
            return look(bell(box), System.nanoTime() + wait.toNanos(), look, size, limit);
        } finally {
            places.release();
        }
    }

    private <T> T look(Bell bell, long until, Supplier<T> look, ToIntFunction<T> size, int limit) {
        long number = bell.enter();
        while (true) {
            LockSupport.parkNanos(Math.min(bell.looked + DISTANCE, until) - System.nanoTime());
            long heard = bell.rung();
            T page = look.get();
            int found = size.applyAsInt(page);
            long now = System.nanoTime();
            bell.looked = found == limit ? now - DISTANCE : now;
            if (found > 0
                    || ended
                    || now - until >= 0
                    || !bell.await(heard, number, Math.min(lookAgain, until - now))) {
                return page;
            }
        }
    }

    /** Nobody waits any more, from now on. */
    void end() {
        ended = true;
        bells.values().forEach(Bell::ring);
    }

    private Bell bell(Box box) {
        return bells.computeIfAbsent(box, any -> new Bell());
    }

    private static final class Bell {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition rings = lock.newCondition();
        private long rung;
        private long entered;
        private volatile long looked = System.nanoTime() - DISTANCE;

        void ring() {
            lock.lock();
            try {
                rung++;
                rings.signalAll();
            } finally {
                lock.unlock();
            }
        }

        long rung() {
            lock.lock();
            try {
                return rung;
            } finally {
                lock.unlock();
            }
        }

        /** @return the number of the call that begins to wait */
        long enter() {
            lock.lock();
            try {
                rings.signalAll(); // the oldest may have to end
                return ++entered;
            } finally {
                lock.unlock();
            }
        }

        /**
         * Until it has rung more often than {@code heard}, at most {@code nanos}.
         *
         * @return whether the call may go on waiting: false if newer ones took its place, or it was interrupted
         */
        boolean await(long heard, long number, long nanos) {
            lock.lock();
            try {
                long left = nanos;
                while (rung == heard && entered - number < MOST_OF_A_BOX && left > 0) {
                    left = rings.awaitNanos(left);
                }
                return entered - number < MOST_OF_A_BOX;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                lock.unlock();
            }
        }
    }
}

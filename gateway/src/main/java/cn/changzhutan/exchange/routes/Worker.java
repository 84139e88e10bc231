package cn.changzhutan.exchange.routes;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One named thread with its word to stop. The thread is a daemon: a stop that takes too long does not hold the process. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

    private final StopSignal stop;
    private final Thread thread;
    private final Duration grace;
    private final Runnable abort;

    /**
     * @param grace after the word to stop, the work may go on so long
     * @param abort called if it still goes on then
     */
    Worker(String name, StopSignal stop, Runnable work, Duration grace, Runnable abort, PartsHealth health) {
        this.stop = stop;
        this.grace = grace;
        this.abort = abort;
        this.thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        health.down(name, Causes.word(e));
                        LOG.error("{} ended unexpectedly", name, e);
                    }
                },
                name);
        thread.setDaemon(true);
    }

    /** One whose work may be interrupted at any point. */
    static Worker interruptible(String name, StopSignal stop, Runnable work, PartsHealth health) {
        Worker[] self = new Worker[1];
        self[0] = new Worker(name, stop, work, Duration.ZERO, () -> self[0].thread.interrupt(), health);
        return self[0];
    }

    void start() {
        thread.start();
    }

    void stop() {
        stop.stop();
    }

    /** @return false if the work did not end in time, nor after the abort */
    boolean join(Duration patience) {
        try {
            Duration wait = patience.compareTo(grace) < 0 ? patience : grace;
            thread.join(Math.max(1, wait.toMillis()));
            if (thread.isAlive()) {
                abort.run();
                thread.join(AFTER_ABORT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}

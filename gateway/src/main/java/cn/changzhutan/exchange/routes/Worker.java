package cn.changzhutan.exchange.routes;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One named thread with its word to stop. The thread is a daemon: a stop that takes too long does not hold the process. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final StopSignal stop;
    private final Thread thread;
    private final Runnable abort;

    /** @param abort called if the work has not ended in time after the word to stop */
    Worker(String name, StopSignal stop, Runnable work, Runnable abort, PartsHealth health) {
        this.stop = stop;
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

    void start() {
        thread.start();
    }

    void stop() {
        stop.stop();
    }

    /** @return false if the work did not end in time, nor after the abort */
    boolean join(Duration patience) {
        try {
            thread.join(Math.max(1, patience.toMillis()));
            if (thread.isAlive()) {
                abort.run();
                thread.join(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}

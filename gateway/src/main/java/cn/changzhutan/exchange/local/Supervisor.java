package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps servers running: one that dies is started again, after a pause that doubles from half a second to 30 s while starts keep
 * failing or runs stay short. Stops all of them, at the same time, when it is closed. Thread-safe.
 */
final class Supervisor implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofSeconds(60);

    private final Consumer<String> notices;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> keepers = new ArrayList<>();

    /** @param notices gets one line for each death and restart; called from several threads */
    Supervisor(Consumer<String> notices) {
        this.notices = notices;
    }

    /** How a server is started; returns when it is ready. */
    @FunctionalInterface
    interface Starter<T extends Running> {
        T start() throws IOException, InterruptedException;
    }

    /**
     * Starts a server and keeps it running.
     *
     * @return completes when it is ready for the first time, exceptionally if that start failed, in which case it is not tried again
     */
    <T extends Running> CompletableFuture<T> keep(String name, Starter<T> starter) {
        CompletableFuture<T> first = new CompletableFuture<>();
        Thread keeper = new Thread(() -> keep(name, starter, first), "keep-" + name);
        keeper.setDaemon(true);
        synchronized (keepers) {
            keepers.add(keeper);
        }
        keeper.start();
        return first;
    }

    /** Stops every server and waits for it. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (keepers) {
            keepers.forEach(Thread::interrupt);
            for (Thread keeper : keepers) {
                try {
                    keeper.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private <T extends Running> void keep(String name, Starter<T> starter, CompletableFuture<T> first) {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                long started = System.nanoTime();
                if (runOnce(name, starter, first)) {
                    return;
                }
                boolean steady = System.nanoTime() - started > STEADY.toNanos();
                pause = steady ? FIRST_PAUSE : pause;
                notices.accept(name + " stopped unexpectedly; starting it again");
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            first.completeExceptionally(e);
        }
    }

    /** @return true if the server is not to be started again */
    private <T extends Running> boolean runOnce(String name, Starter<T> starter, CompletableFuture<T> first)
            throws InterruptedException {
        try (T server = starter.start()) {
            if (!first.complete(server)) {
                notices.accept(name + " runs again");
            }
            server.ended().get(); // or the interrupt of close()
            return closing.getCount() == 0;
        } catch (IOException | CannotRunException e) {
            if (first.completeExceptionally(e)) {
                return true;
            }
            notices.accept(name + " does not start: " + e.getMessage());
            return closing.getCount() == 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

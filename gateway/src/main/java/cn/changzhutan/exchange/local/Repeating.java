package cn.changzhutan.exchange.local;

/** Does one thing again and again in a thread of its own, with a pause between, until it is closed. */
final class Repeating implements AutoCloseable {
    private final Thread worker;

    /** One time. */
    @FunctionalInterface
    interface Turn {
        /** @throws InterruptedException to end */
        void take() throws InterruptedException;
    }

    private Repeating(Thread worker) {
        this.worker = worker;
    }

    static Repeating start(String name, long pauseMillis, Turn turn) {
        Thread worker = new Thread(() -> run(pauseMillis, turn), name);
        worker.setDaemon(true);
        worker.start();
        return new Repeating(worker);
    }

    private static void run(long pauseMillis, Turn turn) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                turn.take();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the turn that is being taken is over. */
    @Override
    public void close() {
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

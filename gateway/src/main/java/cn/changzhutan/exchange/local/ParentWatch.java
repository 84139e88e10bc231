package cn.changzhutan.exchange.local;

import java.time.Duration;

/**
 * Ends this process when the process that started it is gone, also when that was killed. A child whose parent dies gets another
 * parent at that very moment, so it is our parent's id that is looked at: no other process can take it over, and a parent that is
 * dead but not yet reaped counts as gone.
 */
public final class ParentWatch {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration LAST = Duration.ofSeconds(25);

    private ParentWatch() {}

    /**
     * Starts watching in the background. On the parent's end the shutdown hooks run as on SIGTERM; if they take longer than 25 s, the
     * process is halted.
     *
     * @param pid of the process that started this one
     */
    public static void start(long pid) {
        Thread watch = new Thread(() -> watch(pid), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** The same for whoever started this process. */
    static void start() {
        start(parent());
    }

    private static void watch(long pid) {
        while (parent() == pid) {
            if (!sleep(EVERY)) {
                return;
            }
        }
        Thread halt = new Thread(ParentWatch::haltLate, "parent-watch-halt");
        halt.setDaemon(true);
        halt.start();
        Runtime.getRuntime().exit(0);
    }

    private static void haltLate() {
        sleep(LAST);
        Runtime.getRuntime().halt(1);
    }

    private static long parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
    }

    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package cn.changzhutan.exchange.local;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Lines for the person at the terminal, each with the seconds since the program started. Thread-safe. */
final class Progress {
    private final PrintStream out;
    private boolean silent;

    Progress(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        if (!silent) {
            out.println(String.format(Locale.ROOT, "[%5.1f s] %s", seconds(), line));
        }
    }

    synchronized void plain(String text) {
        out.println(text);
    }

    /** Stopping: what children say while they are being stopped is of no interest. */
    synchronized void beSilent() {
        silent = true;
    }

    private static double seconds() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
    }
}

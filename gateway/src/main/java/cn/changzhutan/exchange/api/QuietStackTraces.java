package cn.changzhutan.exchange.api;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.springframework.boot.logging.StackTracePrinter;

/**
 * Writes where something failed, and why only in words of our own: a library's message may quote what it was given (a database names
 * the key, a parser the text), and a citizen's value must not reach the log that way. Messages of this project's exceptions and of the
 * network's are kept. Thread-safe.
 */
public final class QuietStackTraces implements StackTracePrinter {
    private static final int FRAMES = 40;

    static String text(Throwable throwable) {
        return new QuietStackTraces().printStackTraceToString(throwable);
    }

    @Override
    public void printStackTrace(Throwable throwable, Appendable out) throws IOException {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = throwable; t != null && seen.add(t); t = t.getCause()) {
            out.append(seen.size() > 1 ? "caused by " : "").append(t.getClass().getName());
            if (isOurs(t.getClass().getName()) && t.getMessage() != null) {
                out.append(": ").append(t.getMessage());
            }
            out.append('\n');
            StackTraceElement[] frames = t.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                out.append("\tat ").append(frames[i].toString()).append('\n');
            }
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith("cn.changzhutan.") || name.startsWith("java.net.") || name.startsWith("java.nio.file.");
    }
}

package cn.changzhutan.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects every problem of the files that people edit, so that all are shown at once. Not thread-safe.
 *
 * <p>A line reads {@code file:line: what: found X (expected: Y)}; it never holds a citizen's value or a secret.
 */
public final class SettingsProblems {
    private final List<String> lines = new ArrayList<>();

    /** @param line counted from 1; 0 where the problem is of the whole file */
    public void add(String file, int line, String what) {
        lines.add(line > 0 ? file + ":" + line + ": " + what : file + ": " + what);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** @throws SettingsException with all lines, if there are any */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new SettingsException(lines());
        }
    }
}

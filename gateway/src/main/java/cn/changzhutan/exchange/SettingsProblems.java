package cn.changzhutan.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects every problem of the files that people edit, so that all are shown at once. Not thread-safe.
 *
 * <p>A line reads {@code file:line: what: found X (expected: Y)}; it never holds a citizen's value or a secret.
 */
public final class SettingsProblems {
    /** @param line counted from 1; 0 where the problem is of the whole file */
    public record Entry(String file, int line, String what) {
        @Override
        public String toString() {
            return line > 0 ? file + ":" + line + ": " + what : file + ": " + what;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /** @param line counted from 1; 0 where the problem is of the whole file */
    public void add(String file, int line, String what) {
        entries.add(new Entry(file, line, what));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public List<String> lines() {
        return entries.stream().map(Entry::toString).toList();
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** @throws SettingsException with all lines, if there are any */
    public void throwIfAny() {
        if (!entries.isEmpty()) {
            throw new SettingsException(lines());
        }
    }
}

package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsProblems;
import org.yaml.snakeyaml.nodes.Node;

/** The problems of one file, counted, so that a reader knows whether what it has read so far stands. Not thread-safe. */
final class FileProblems {
    private final String file;
    private final SettingsProblems problems;
    private int count;

    FileProblems(String file, SettingsProblems problems) {
        this.file = file;
        this.problems = problems;
    }

    void add(Node at, String what) {
        add(at.getStartMark().getLine() + 1, what);
    }

    /** @param line counted from 1; 0 for the whole file */
    void add(int line, String what) {
        count++;
        problems.add(file, line, what);
    }

    int count() {
        return count;
    }

    String file() {
        return file;
    }
}

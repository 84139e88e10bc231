package cn.changzhutan.exchange.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps the terminal's Ctrl-C away from children: they are stopped by us, in order, and not all at once. Without setsid (macOS)
 * they get the signal as well, stop on their own, and nothing is lost.
 */
final class Detached {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private Detached() {}

    static List<String> prefix() {
        return Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();
    }
}

package cn.changzhutan.exchange.routes;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.component.file.GenericFile;

/**
 * Lets a marker pass when it is written to its end: its last byte is a line end, or nobody has touched it for 5 s. Not every system
 * writes aside and renames, and half a marker may look like a whole one.
 */
final class SettledMarkers {
    static final Duration UNTOUCHED = Duration.ofSeconds(5);

    private final Clock clock;

    SettledMarkers(Clock clock) {
        this.clock = clock;
    }

    boolean accept(GenericFile<File> file) {
        return !file.isDirectory() && isSettled(file.getFile());
    }

    boolean isSettled(File marker) {
        // a marker from the future was written before the clock was set back
        return Math.abs(clock.millis() - marker.lastModified()) >= UNTOUCHED.toMillis() || endsALine(marker);
    }

    private static boolean endsALine(File marker) {
        try (RandomAccessFile content = new RandomAccessFile(marker, "r")) {
            if (content.length() == 0) {
                return false;
            }
            content.seek(content.length() - 1);
            return content.read() == '\n';
        } catch (IOException e) {
            return false; // gone or not readable yet: the next look tells
        }
    }
}

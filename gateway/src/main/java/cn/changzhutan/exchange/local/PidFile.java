package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers a child by process id and start time, so that a later run can end what a killed run left behind. Process ids are used
 * again by the system: only a process with the same id and the same start time is ours.
 */
final class PidFile {
    // The start time is worked out from the boot time, which the system may correct by a second between two readings.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    void write(ProcessHandle process) throws IOException {
        Optional<Instant> started = process.info().startInstant();
        if (started.isPresent()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, process.pid() + " " + started.get().toEpochMilli() + "\n");
        }
    }

    /** Ends the process that was written here, if it still runs: a child that has lost its parent is given time to end by itself. */
    void endLeftover() throws IOException, InterruptedException {
        Optional<ProcessHandle> found = leftover();
        if (found.isPresent()) {
            ProcessHandle process = found.get();
            if (!endsWithin(process, 2)) {
                process.destroy();
            }
            if (!endsWithin(process, 15)) {
                process.destroyForcibly();
                endsWithin(process, 5);
            }
        }
        Files.deleteIfExists(file);
    }

    Optional<ProcessHandle> leftover() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ");
        if (words.length != 2 || !words[0].matches("[0-9]{1,10}") || !words[1].matches("[0-9]{1,15}")) {
            return Optional.empty(); // cut short by a crash
        }
        Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(instant ->
                                Duration.between(started, instant).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent());
    }

    static boolean endsWithin(ProcessHandle process, long seconds) throws InterruptedException {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server that outlived the run which had started it. It is stopped, never used as it is: it may run with other
 * settings than ours.
 */
final class Orphan {
    private Orphan() {}

    /** Stops the server that runs on this data folder, if there is one. @throws CannotRunException if it does not stop */
    static void stopOn(Path data) throws IOException, InterruptedException {
        Optional<ProcessHandle> found = find(data);
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle server = found.get();
        for (String signal : List.of("-INT", "-QUIT")) { // fast shutdown, then immediate: both keep every commit
            new ProcessBuilder("kill", signal, Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (PidFile.endsWithin(server, 10)) {
                return;
            }
        }
        throw new CannotRunException("A PostgreSQL server of an earlier run (process " + server.pid()
                + ") does not stop: end it by hand and start again.");
    }

    /**
     * The first line of postmaster.pid is the process id, which by now may be another program's: it counts only if that process is a
     * postgres which was started on this very folder.
     */
    static Optional<ProcessHandle> find(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> runsOn(process, data));
    }

    private static boolean runsOn(ProcessHandle process, Path data) {
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        return process.info()
                        .command()
                        .filter(name -> name.endsWith("/postgres"))
                        .isPresent()
                && arguments.contains(data.toString());
    }
}

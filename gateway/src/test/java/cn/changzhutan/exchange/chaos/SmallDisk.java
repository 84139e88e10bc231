package cn.changzhutan.exchange.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few MiB in memory that can be filled and made read-only. Needs root on Linux: without, the test is skipped. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final List<Path> ballast = new ArrayList<>();

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** @param folder made if it is not there; empty */
    public static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=0755", "tmpfs", folder.toString()),
                "skipped: no tmpfs can be mounted here (expected: root on Linux)");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Not one byte more goes onto it. */
    public void fill() throws IOException {
        for (int size : new int[] {1 << 20, 1 << 12, 1}) {
            Path file = folder.resolve("ballast-" + ballast.size());
            ballast.add(file);
            byte[] chunk = new byte[size];
            try (OutputStream out = Files.newOutputStream(file)) {
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                // full: what was meant
            }
        }
    }

    public void free() throws IOException {
        for (Path file : ballast) {
            Files.deleteIfExists(file);
        }
        ballast.clear();
    }

    /** Waits out whoever has a file open for writing just now. */
    public void readOnly(boolean readOnly) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (run("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), folder.toString())) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("cannot be remounted");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // no such command
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", folder.toString())) {
            run("umount", "-l", folder.toString());
        }
    }
}

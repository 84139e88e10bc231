package cn.changzhutan.exchange.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The name by which the broker knows this process: unique among the processes of a city, and the same after a restart, so that a
 * restarted process takes its place back at once. Two processes under one name would push each other out for ever.
 */
final class ProcessName {
    static final String FILE = "process-name";

    private ProcessName() {}

    /** @param data the folder of this process alone */
    static String createOrRead(Path data) {
        Path file = data.resolve(FILE);
        try {
            Files.createDirectories(data);
            try {
                Files.writeString(file, "gateway-" + UUID.randomUUID() + "\n", StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                // the usual case
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

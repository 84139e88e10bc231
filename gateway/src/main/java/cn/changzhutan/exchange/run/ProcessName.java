package cn.changzhutan.exchange.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The name of this process among those of its city: drawn at the first start and kept in the data folder, so that it is the same after
 * a restart and another for each folder. The broker knows the consumers of the process by it.
 */
final class ProcessName {
    private ProcessName() {}

    static String of(Path data) {
        Path file = data.resolve("process-name");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[6];
                new SecureRandom().nextBytes(random);
                Files.writeString(file, "gateway-" + HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

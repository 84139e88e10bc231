package cn.changzhutan.exchange.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The last head that is known to be signed, in a file outside the database: a head that does not descend from it is a restored
 * backup or a manipulated database, and is not signed. The file is not forced to disk: after a power cut it may name an older head,
 * of which an honest log is still a descendant. Thread-safe.
 */
final class HeadGuard {
    /** A tree that was signed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Signed(String origin, long size, byte[] root) {}

    private final Path file;
    private final Path aside;

    HeadGuard(Path file) {
        this.file = file;
        this.aside = file.resolveSibling(file.getFileName() + ".new");
    }

    /** @throws IllegalStateException if the file is not what this class writes */
    synchronized Optional<Signed> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 3) {
                throw new IllegalStateException(file + ": not a head guard (expected: origin, size, root)");
            }
            return Optional.of(new Signed(
                    lines.get(0), Long.parseLong(lines.get(1)), HexFormat.of().parseHex(lines.get(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + ": not a head guard (expected: origin, size, root)", e);
        }
    }

    synchronized void write(Signed signed) {
        String text =
                signed.origin() + "\n" + signed.size() + "\n" + HexFormat.of().formatHex(signed.root()) + "\n";
        try {
            Files.write(aside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

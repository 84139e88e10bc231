package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A small file that only its owner may read. It appears whole or not at all, and is never overwritten: of two processes that start
 * at once, one makes it and both read it.
 */
final class SecretFile {
    private static final int MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /** Writes the text unless the file is there already. */
    static void createIfAbsent(Path file, String text) {
        try {
            if (Files.exists(file)) {
                return;
            }
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder, attributes("rwx------"));
            Path draft = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".draft");
            try {
                write(draft, text);
                // A link, unlike a rename, fails if somebody else was first.
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException first) {
                return;
            } finally {
                Files.deleteIfExists(draft);
            }
            flush(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the key file " + file, e);
        }
    }

    /** @throws SettingsException if the file is not there, or too large, or anybody but its owner may touch it */
    static String read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw refused(file, "there is no such file (expected: the city's key file)");
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw refused(
                        file,
                        "permissions are " + PosixFilePermissions.toString(permissions)
                                + " (expected: rw-------, so that nobody else can read the city's private keys; run: chmod 600 "
                                + file + ")");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw refused(file, "longer than " + MAX_BYTES + " bytes (expected: a key file)");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key file " + file, e);
        }
    }

    private static void write(Path draft, String text) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(draft, options, attributes("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?> attributes(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static SettingsException refused(Path file, String what) {
        return new SettingsException(List.of(file + ": " + what));
    }
}

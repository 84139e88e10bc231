package cn.changzhutan.exchange.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either not there or whole, also after a crash of the machine. */
final class AtomicFiles {
    private AtomicFiles() {}

    /**
     * Writes aside in the same folder (a name that starts with a dot and ends in {@code .part}), syncs to the disk, renames over what
     * was there, and syncs the folder.
     */
    static void write(Path file, byte[] content) throws IOException {
        Path aside = file.resolveSibling("." + file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        move(aside, file);
    }

    /** Renames within one filesystem, over what was there. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(to.getParent());
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

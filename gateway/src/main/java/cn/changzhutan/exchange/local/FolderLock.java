package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process at a time on a data folder. The system frees the lock when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws CannotRunException if the folder cannot be written or another process has it */
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new FolderLock(channel);
                }
            } catch (OverlappingFileLockException e) {
                // this process itself has it: the same sentence
            }
            channel.close();
        } catch (IOException e) {
            throw new CannotRunException("The folder " + folder + " cannot be written: " + e.getMessage() + ".", e);
        }
        throw new CannotRunException("Another demo runs on the folder " + folder
                + ": stop it, or start this one on another folder with --data.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

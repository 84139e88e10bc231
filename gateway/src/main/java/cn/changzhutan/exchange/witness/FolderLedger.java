package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Cosignatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;

/**
 * A witness' state in files of one folder: of each log its newest cosigned checkpoint, and a contradiction if it was found. Files are
 * forced to disk and appear whole or not at all. One process has the folder at a time. Thread-safe.
 */
public final class FolderLedger implements WitnessLedger, AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    /**
     * @throws IllegalStateException if another process has the folder
     * @throws UncheckedIOException if it cannot be made or written
     */
    public FolderLedger(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isTaken(lock)) {
                lock.close();
                throw new IllegalStateException(folder + " is in use by another witness");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    @Override
    public synchronized <T> T inTurn(String origin, Function<Page, T> decision) {
        return decision.apply(new FilePage(origin));
    }

    @Override
    public synchronized Optional<Seen> newest(String origin) {
        return new FilePage(origin).newest();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class FilePage implements Page {
        private final Path newest;
        private final Path conflict;

        FilePage(String origin) {
            String name = CheckpointWitness.hashOf(origin);
            newest = folder.resolve(name + ".checkpoint");
            conflict = folder.resolve(name + ".conflict");
        }

        @Override
        public long cosignedSize() {
            return newest().map(Seen::size).orElse(0L);
        }

        @Override
        public Optional<Seen> newest() {
            try {
                if (!Files.exists(newest)) {
                    return Optional.empty();
                }
                String note = Files.readString(newest);
                Checkpoint checkpoint = Checkpoint.parse(Cosignatures.textOf(note));
                return Optional.of(new Seen(checkpoint.size(), checkpoint.root(), note));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (VerificationException e) {
                throw new IllegalStateException(newest + ": not what a witness wrote (" + e.code() + ")", e);
            }
        }

        @Override
        public Optional<Seen> at(long size) {
            return newest().filter(seen -> seen.size() == size);
        }

        @Override
        public boolean isStopped() {
            return Files.exists(conflict);
        }

        @Override
        public void cosigned(Seen seen) {
            replace(newest, seen.note());
        }

        @Override
        public void conflict(Seen known, String other) {
            replace(conflict, known.note() + "\n" + other);
        }

        private void replace(Path file, String text) {
            Path aside = file.resolveSibling(file.getFileName() + ".new");
            try {
                try (FileChannel channel = FileChannel.open(
                        aside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                    directory.force(true);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

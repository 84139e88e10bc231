package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a simulated back office did with what was delivered to it: a file a record, and a line a delivery in an append-only journal
 * ({@code EFFECT system/exchange-id.ext}). On disk before the delivery is answered, so that what a kill loses or repeats can be
 * counted. Thread-safe.
 */
final class EffectJournal implements AutoCloseable {
    /** EFFECT the first time; REPEAT the same again; CONFLICT another content under the same id; RETURN given back. */
    enum Line {
        EFFECT,
        REPEAT,
        CONFLICT,
        RETURN
    }

    private final Path folder;
    private final FileChannel journal;
    private final Map<Line, Integer> counts = new EnumMap<>(Line.class);

    private final Runnable onEffect;
    private final boolean forced;

    private EffectJournal(Path folder, FileChannel journal, Runnable onEffect, boolean forced) {
        this.folder = folder;
        this.journal = journal;
        this.onEffect = onEffect;
        this.forced = forced;
    }

    /** @param onEffect runs after each EFFECT of this run */
    static EffectJournal open(Path folder, Runnable onEffect) throws IOException {
        return open(folder, onEffect, true);
    }

    /** @param forced to disk before the delivery is answered; without it what was answered outlives a kill, but no power cut */
    static EffectJournal open(Path folder, Runnable onEffect, boolean forced) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("journal.txt");
        EffectJournal journal = new EffectJournal(
                folder,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                onEffect,
                forced);
        journal.recover(Files.readString(file));
        return journal;
    }

    /**
     * Takes a delivery.
     *
     * @param system names the sub-folder
     * @param name exchange id and file extension
     * @throws ClosedChannelException if the journal was closed: the next one finds no trace of this delivery
     */
    synchronized Line take(String system, String name, byte[] content) throws IOException {
        if (!journal.isOpen()) {
            throw new ClosedChannelException();
        }
        Path file = folder.resolve(system).resolve(name);
        if (Files.exists(file)) {
            return append(Arrays.equals(Files.readAllBytes(file), content) ? Line.REPEAT : Line.CONFLICT, system, name);
        }
        Files.createDirectories(file.getParent());
        Path aside = folder.resolve(name + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, content);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        append(Line.EFFECT, system, name);
        onEffect.run();
        return Line.EFFECT;
    }

    synchronized void giveBack(String system, String name) throws IOException {
        append(Line.RETURN, system, name);
    }

    synchronized int count(Line line) {
        return counts.getOrDefault(line, 0);
    }

    @Override
    public synchronized void close() throws IOException {
        journal.close();
    }

    private Line append(Line line, String system, String name) throws IOException {
        write(journal, (line + " " + system + "/" + name + "\n").getBytes(StandardCharsets.UTF_8));
        counts.merge(line, 1, Integer::sum);
        return line;
    }

    /** Cuts off a line that a crash left unfinished, and adds the line of a file for which it had not been written. */
    private void recover(String text) throws IOException {
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        long length = whole.getBytes(StandardCharsets.UTF_8).length;
        journal.truncate(length);
        journal.position(length);
        Set<String> effects = new HashSet<>();
        for (String entry : whole.lines().toList()) {
            String[] words = entry.split(" ", 2);
            Line line = Line.valueOf(words[0]);
            counts.merge(line, 1, Integer::sum);
            if (line == Line.EFFECT) {
                effects.add(words[1]);
            }
        }
        for (String file : files()) {
            if (!effects.contains(file)) {
                String[] names = file.split("/", 2);
                append(Line.EFFECT, names[0], names[1]);
            }
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder, 2)) {
            return walk.filter(path -> folder.relativize(path).getNameCount() == 2)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        if (forced) {
            channel.force(true);
        }
    }
}

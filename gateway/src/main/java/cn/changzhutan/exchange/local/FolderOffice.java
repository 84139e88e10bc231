package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A simulated back office that finds its deliveries as files: {@code NAME} is whole once {@code NAME.done} stands beside it. Records
 * it, then deletes both, marker first.
 */
final class FolderOffice {
    private static final String DONE = ".done";
    private static final long EVERY_MILLIS = 200;

    private final Map<String, Path> folders;
    private final EffectJournal journal;
    private final Consumer<String> notices;

    private FolderOffice(Map<String, Path> folders, EffectJournal journal, Consumer<String> notices) {
        this.folders = Map.copyOf(folders);
        this.journal = journal;
        this.notices = notices;
    }

    /** @param folders the folder in which files appear, for each system */
    static Repeating start(Map<String, Path> folders, EffectJournal journal, Consumer<String> notices)
            throws IOException {
        FolderOffice office = new FolderOffice(folders, journal, notices);
        for (Path folder : folders.values()) {
            Files.createDirectories(folder);
        }
        return Repeating.start("back-office-folders", EVERY_MILLIS, office::takeAll);
    }

    private void takeAll() throws InterruptedException {
        try {
            for (Map.Entry<String, Path> folder : folders.entrySet()) {
                takeAll(folder.getKey(), folder.getValue());
            }
        } catch (IOException e) {
            notices.accept("Zhuzhou's back office cannot read a delivery: " + e);
            throw new InterruptedException("a folder cannot be read");
        }
    }

    private void takeAll(String system, Path folder) throws IOException {
        List<String> names;
        try (Stream<Path> list = Files.list(folder)) {
            names = list.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(DONE))
                    .map(name -> name.substring(0, name.length() - DONE.length()))
                    .sorted()
                    .toList();
        }
        for (String name : names) {
            try {
                journal.take(system, name, Files.readAllBytes(folder.resolve(name)));
                Files.delete(folder.resolve(name + DONE));
                Files.delete(folder.resolve(name));
            } catch (NoSuchFileException e) {
                // A repeat of the gateway met our delete, and what it writes next is seen in the next round.
            }
        }
    }
}

package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files below config/ or routes/, sorted by name. Hidden files and editors' backups ({@code .x}, {@code x~}) are no files here. */
final class EditedFiles {
    private EditedFiles() {}

    /** @param prefix what names begin with: {@code config} or {@code routes} */
    static List<ConfigFile> in(Path folder, String prefix, SettingsProblems problems) {
        if (!Files.isDirectory(folder)) {
            problems.add(folder.toString(), 0, "no such folder");
            return List.of();
        }
        List<ConfigFile> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile)
                    .map(path -> new ConfigFile(path, name(folder, path, prefix)))
                    .filter(file -> !file.name().contains("/.") && !file.name().endsWith("~"))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return files;
    }

    static SortedMap<String, String> digests(List<ConfigFile> files) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (ConfigFile file : files) {
            try {
                digests.put(file.name(), Sha256.hex(Files.readAllBytes(file.path())));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file.path(), e);
            }
        }
        return digests;
    }

    private static String name(Path folder, Path file, String prefix) {
        return prefix + "/" + folder.relativize(file).toString().replace('\\', '/');
    }
}

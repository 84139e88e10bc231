package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsProblems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Code tables that no schema, rule or mapping names. */
final class UnusedCodes {
    private static final Pattern READERS = Pattern.compile(".*\\.(schema\\.json|rules\\.yaml|jslt)");

    private UnusedCodes() {}

    /** @param names of all tables; a use is the name in double quotes, as JSON and JSLT write it */
    static void check(Collection<String> names, Path schemas, Path routes, SettingsProblems problems) {
        Set<String> unused = new TreeSet<>(names);
        for (Path folder : new Path[] {schemas, routes}) {
            if (Files.isDirectory(folder)) {
                removeNamed(folder, unused);
            }
        }
        unused.forEach(name -> problems.add(
                schemas.resolve("codes").resolve(name + ".json").toString(),
                0,
                "defined but unused (expected: a schema's x-code, a rule or a mapping that names it)"));
    }

    private static void removeNamed(Path folder, Set<String> unused) {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                if (READERS.matcher(file.getFileName().toString()).matches()) {
                    // bytes that are no UTF-8 are told of by who reads the file
                    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                    unused.removeIf(name -> text.contains('"' + name + '"'));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }
}

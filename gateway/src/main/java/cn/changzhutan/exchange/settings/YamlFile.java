package cn.changzhutan.exchange.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a YAML file as a tree of nodes that know their lines; nothing is turned into Java objects. Refused besides what YAML 1.1
 * refuses: anchors, aliases and tags (they hide what a file says, or blow it up), tabs in front of a line, more than one document,
 * more than 1 MiB, nesting deeper than 20, what is not UTF-8. A byte order mark is accepted, since editors on Windows write it.
 */
final class YamlFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;

    private YamlFile() {}

    /** The file's top mapping; empty if it cannot be read at all, after its problems were added. */
    static Optional<YamlMap> read(Path file, FileProblems problems) {
        return text(file, problems).flatMap(text -> parse(text, problems));
    }

    private static Optional<String> text(Path file, FileProblems problems) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(0, "found " + Files.size(file) + " bytes (expected: at most " + MAX_BYTES + ")");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException e) {
            problems.add(0, "no such file");
        } catch (CharacterCodingException e) {
            problems.add(0, "found bytes that are not UTF-8 (expected: a file saved as UTF-8)");
        } catch (IOException e) {
            problems.add(0, "cannot be read: " + e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private static Optional<YamlMap> parse(String text, FileProblems problems) {
        int before = problems.count();
        refuseTabs(text, problems);
        if (problems.count() > before) {
            return Optional.empty();
        }
        try {
            for (Event event : yaml().parse(new StringReader(text))) {
                refuseTricks(event, problems);
            }
            if (problems.count() > before) {
                return Optional.empty();
            }
            Node root = yaml().compose(new StringReader(text));
            if (root instanceof MappingNode map) {
                return Optional.of(new YamlMap(map, "", problems));
            }
            problems.add(1, root == null ? "found nothing (expected: keys)" : "found no keys (expected: key: value)");
        } catch (MarkedYAMLException e) {
            problems.add(line(e.getProblemMark()), "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(0, "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(MAX_BYTES);
        return new Yaml(options);
    }

    private static void refuseTabs(String text, FileProblems problems) {
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            String indent =
                    each.substring(0, each.length() - each.stripLeading().length());
            if (indent.indexOf('\t') >= 0) {
                problems.add(line, "found a tab in front (expected: spaces)");
            }
        }
    }

    private static void refuseTricks(Event event, FileProblems problems) {
        int line = line(event.getStartMark());
        if (event instanceof AliasEvent) {
            problems.add(line, "found an alias (expected: the value written out)");
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            problems.add(line, "found an anchor (expected: none)");
        }
        boolean tagged = event instanceof ScalarEvent scalar && scalar.getTag() != null
                || event instanceof CollectionStartEvent start && start.getTag() != null;
        if (tagged) {
            problems.add(line, "found a tag (expected: none)");
        }
    }

    private static int line(Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }
}

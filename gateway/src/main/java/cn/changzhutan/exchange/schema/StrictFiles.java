package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads the files under schemas/: no duplicate keys, nothing behind the end, every fault with its line. */
final class StrictFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictFiles() {}

    static Optional<JsonNode> json(Path file, SettingsProblems problems) {
        try {
            return Optional.of(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNr(), 0);
            problems.add(file.toString(), line, e.getOriginalMessage());
        } catch (IOException e) {
            problems.add(file.toString(), 0, "cannot be read: " + e);
        }
        return Optional.empty();
    }

    static Optional<JsonNode> yaml(Path file, SettingsProblems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            return Optional.of(JSON.valueToTree(tree));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(file.toString(), line, e.getProblem());
        } catch (YAMLException | IllegalArgumentException e) {
            problems.add(file.toString(), 0, "not plain YAML (expected: no aliases, texts as keys)");
        } catch (IOException e) {
            problems.add(file.toString(), 0, "cannot be read: " + e);
        }
        return Optional.empty();
    }

    /** What a folder holds, sorted; nothing if there is no such folder. */
    static List<Path> list(Path folder, Predicate<Path> which) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(which).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

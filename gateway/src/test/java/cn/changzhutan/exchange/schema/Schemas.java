package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.LocalDate;

/** The released schemas, for tests. */
final class Schemas {
    static final Path FOLDER = Path.of("..", "schemas");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    static final SchemaCatalog CATALOG = load(FOLDER);

    private static final JsonMapper JSON = new JsonMapper();

    private Schemas() {}

    static SchemaCatalog load(Path folder) {
        SettingsProblems problems = new SettingsProblems();
        SchemaCatalog catalog = SchemaCatalog.load(folder, problems);
        problems.throwIfAny();
        return catalog;
    }

    static RecordSchema of(String kind, String type) {
        return CATALOG.find(new RecordType(kind, type)).orElseThrow();
    }

    /** A valid example, to be changed at will. */
    static ObjectNode example(String path) {
        return (ObjectNode) file(FOLDER.resolve(path));
    }

    static JsonNode file(Path file) {
        SettingsProblems problems = new SettingsProblems();
        JsonNode tree = StrictFiles.json(file, problems).orElse(null);
        problems.throwIfAny();
        return tree;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

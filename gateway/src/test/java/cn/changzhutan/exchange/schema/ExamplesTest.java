package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Walks every example under schemas/: valid ones give no problem, invalid ones give exactly those that they name. */
class ExamplesTest {
    @TestFactory
    Stream<DynamicTest> examples_ofEveryType_giveExactlyWhatTheyName() {
        return Schemas.CATALOG.types().stream().flatMap(type -> {
            RecordSchema schema = Schemas.CATALOG.find(type).orElseThrow();
            return examples(
                    Schemas.FOLDER.resolve(type.kind()).resolve(type.type()),
                    record -> schema.validate(record, Schemas.TODAY));
        });
    }

    @TestFactory
    Stream<DynamicTest> examples_ofTheEnvelope_giveExactlyWhatTheyName() {
        JsonNode tree = Schemas.file(Schemas.FOLDER.resolve("envelope/v1.schema.json"));
        List<String> faults = new ArrayList<>();
        new SchemaLint(Schemas.CATALOG.codes(), faults::add).check(tree);
        assertEquals(List.of(), faults);
        Schema schema = new Checks(Schemas.CATALOG.codes()).compile(tree);
        return examples(
                Schemas.FOLDER.resolve("envelope"),
                record -> Checks.errors(schema, record, Schemas.TODAY).stream()
                        .map(error -> Findings.problem(error, tree))
                        .toList());
    }

    private static Stream<DynamicTest> examples(Path folder, Function<JsonNode, List<Problem>> validate) {
        List<Path> files = StrictFiles.list(folder.resolve("examples"), path -> true);
        List<Path> valid = files.stream().filter(file -> named(file, "valid-")).toList();
        List<Path> invalid =
                files.stream().filter(file -> named(file, "invalid-")).toList();
        assertTrue(valid.size() >= 3, folder + " has fewer than 3 valid examples");
        assertTrue(invalid.size() >= 6, folder + " has fewer than 6 invalid examples");
        assertEquals(files.size(), valid.size() + invalid.size(), folder + " has examples of another name");
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(folder + " " + file.getFileName(), () -> check(file, validate)));
    }

    private static void check(Path file, Function<JsonNode, List<Problem>> validate) {
        JsonNode example = Schemas.file(file);
        if (named(file, "valid-")) {
            assertEquals(List.of(), validate.apply(example));
            return;
        }
        List<Problem> problems = validate.apply(example.get("record"));
        List<String> expected = StreamSupport.stream(example.get("expect").spliterator(), false)
                .map(one ->
                        one.get("pointer").textValue() + " " + one.get("code").textValue())
                .sorted()
                .toList();
        assertFalse(expected.isEmpty());
        assertEquals(
                expected,
                problems.stream()
                        .map(one -> one.pointer() + " " + one.code())
                        .sorted()
                        .toList());
        for (Problem problem : problems) {
            assertTrue(problem.hint().matches("(?s).*[a-z]{2}.*"), "no hint in English");
            assertTrue(problem.hintZh().matches("(?s).*\\p{IsHan}.*"), "no hint in Chinese");
        }
    }

    private static boolean named(Path file, String prefix) {
        return file.getFileName().toString().startsWith(prefix);
    }
}

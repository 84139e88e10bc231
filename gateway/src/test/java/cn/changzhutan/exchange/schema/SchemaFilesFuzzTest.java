package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.chaos.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas, rules and code tables, spoiled: always a list of problems. */
@Tag("chaos")
class SchemaFilesFuzzTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyOfOneType() throws IOException {
        for (String part : new String[] {"codes", "wage-arrears"}) {
            try (Stream<Path> walk = Files.walk(Schemas.FOLDER.resolve(part))) {
                walk.filter(Files::isRegularFile).forEach(this::copy);
            }
        }
    }

    private void copy(Path file) {
        try {
            Path to = folder.resolve(Schemas.FOLDER.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fuzz(String name) throws IOException {
        Path file = folder.resolve(name);
        Fuzz.of(name, bytes -> {
                    Files.write(file, bytes);
                    SettingsProblems problems = new SettingsProblems();
                    SchemaCatalog.load(folder, problems);
                    problems.throwIfAny();
                    return "";
                })
                .samples(Files.readAllBytes(file))
                .throwing(SettingsException.class)
                .showingWhatItFinds()
                .run(15, 500);
    }

    @Test
    void rules() throws IOException {
        fuzz("wage-arrears/LISTING/v1.rules.yaml");
    }

    @Test
    void schema() throws IOException {
        fuzz("wage-arrears/LISTING/v1.schema.json");
    }

    @Test
    void codeTable() throws IOException {
        fuzz("codes/subject-type.json");
    }
}

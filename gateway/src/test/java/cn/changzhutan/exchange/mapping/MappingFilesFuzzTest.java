package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.chaos.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping file, spoiled: compiled, or refused with problems. */
@Tag("chaos")
class MappingFilesFuzzTest {
    @TempDir
    private Path folder;

    @Test
    void mapping_isCompiledOrRefused() throws Exception {
        Path file = folder.resolve("to-shared.jslt");
        byte[] valid =
                RouteFolders.read(RouteFolders.root("routes").resolve("zhuzhou/wage-arrears/LISTING/to-shared.jslt"));
        Fuzz.of("JSLT", bytes -> {
                    Files.write(file, bytes);
                    SettingsProblems problems = new SettingsProblems();
                    Transform.load(file, CheckedFunction.all(RouteFolders.SCHEMAS.codes()), problems);
                    problems.throwIfAny();
                    return "";
                })
                .samples(valid)
                .throwing(SettingsException.class)
                .showingWhatItFinds()
                .run(100, 3_000);
    }
}

package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.schema.SchemaCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that people edit, spoiled in every way: always a list of problems and never a stack trace, a hang, or a bomb of aliases.
 * They hold no citizen's data, and what they find they show.
 */
@Tag("chaos")
class SettingsFuzzTest {
    private static final Path PROJECT = Path.of("..");

    @TempDir
    private Path folder;

    @Test
    void runtimeFile() throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Fuzz.of("gateway.yaml", bytes -> {
                    Files.write(file, bytes);
                    RuntimeSettings.load(file);
                    return "";
                })
                .samples(Files.readAllBytes(PROJECT.resolve("config/gateway.yaml")))
                .throwing(SettingsException.class)
                .showingWhatItFinds()
                .run(100, 3_000);
    }

    @Test
    void credentials() {
        Path file = folder.resolve("credentials.yaml");
        List<Caller> callers = List.of(Caller.of(new SystemName("changsha-pension")));
        String line = Credentials.line("changsha-pension", List.of(Token.fresh(), Token.fresh()));
        Fuzz.of("credentials", bytes -> {
                    Files.write(file, bytes);
                    Credentials.load(file, callers);
                    return "";
                })
                .samples((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .throwing(SettingsException.class)
                .showingWhatItFinds()
                .run(100, 2_000);
    }

    /** Cities, users, portal, agreements and routes: one file after the other spoiled among all that are right. */
    @Test
    void configAndRoutes() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> walk = Files.walk(PROJECT.resolve(part))) {
                walk.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().contains("samples"))
                        .sorted()
                        .forEach(file -> copy(file, files));
            }
        }
        Map<RecordType, Set<String>> fields = fields();
        for (String name : List.of(
                "config/cities/changsha.yaml",
                "config/users.yaml",
                "config/portal.yaml",
                "config/agreements/changsha-xiangtan-household-migration-certificate-2026.yaml",
                "routes/zhuzhou/wage-arrears/LISTING/route.yaml",
                "routes/xiangtan/household/MIGRATION_CERTIFICATE/route.yaml")) {
            Path file = folder.resolve(name);
            byte[] valid = Files.readAllBytes(file);
            Fuzz.of(name, bytes -> {
                        Files.write(file, bytes);
                        SettingsProblems problems = new SettingsProblems();
                        new SettingsLoader(folder.resolve("config"), folder.resolve("routes"), fields, problems);
                        problems.throwIfAny();
                        return "";
                    })
                    .samples(valid)
                    .throwing(SettingsException.class)
                    .showingWhatItFinds()
                    .run(10, 300);
            Files.write(file, valid);
        }
    }

    private void copy(Path file, List<Path> files) {
        try {
            Path to = folder.resolve(PROJECT.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
            files.add(to);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<RecordType, Set<String>> fields() {
        SettingsProblems problems = new SettingsProblems();
        SchemaCatalog catalog = SchemaCatalog.load(PROJECT.resolve("schemas"), problems);
        problems.throwIfAny();
        Map<RecordType, Set<String>> fields = new HashMap<>();
        catalog.types()
                .forEach(type ->
                        fields.put(type, catalog.find(type).orElseThrow().fields()));
        return fields;
    }
}

package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SystemName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole picture, with the released schemas and compiled mappings. */
class SettingsTest {
    private static final Path SCHEMAS = Path.of("../schemas");
    private static final City CHANGSHA = new City("changsha");

    @TempDir
    private Path folder;

    private Workspace files;

    @BeforeEach
    void rightFiles() {
        files = new Workspace(folder).change(Workspace.AGREEMENT, "movers/name", "name");
    }

    @Test
    void rightFiles_giveThePicture() {
        Settings settings = load();
        assertThat(settings.cities().keySet()).containsExactly(CHANGSHA, new City("zhuzhou"));
        assertThat(settings.system(new SystemName("zhuzhou-pension"))
                        .orElseThrow()
                        .delivery())
                .isEqualTo(DeliveryMode.POLL);
        assertThat(settings.routes(CHANGSHA)).singleElement().satisfies(route -> {
            assertThat(route.id()).isEqualTo("changsha/pension/PARTICIPATION");
            assertThat(route.orderBy()).containsExactly("/citizenId");
            assertThat(route.revision()).isEmpty();
        });
        assertThat(settings.mapping(CHANGSHA, Workspace.PENSION).fileExtension())
                .isEqualTo("json");
        assertThat(settings.schemas().find(Workspace.PENSION)).isPresent();
        assertThat(settings.agreements().all()).hasSize(1);
        assertThatThrownBy(() -> settings.mapping(CHANGSHA, new RecordType("pension", "OTHER")))
                .hasMessage("changsha has no route for pension/OTHER");
    }

    @Test
    void anyChangedFile_changesItsDigestOnly() throws IOException {
        var before = load().fileDigests();
        assertThat(before.keySet())
                .contains(Workspace.AGREEMENT, Workspace.ROUTE, Workspace.CHANGSHA)
                .contains("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt")
                .hasSize(9);
        files.write("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt", ". \n");
        var after = load().fileDigests();
        assertThat(after.get("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt"))
                .isNotEqualTo(before.get("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt"));
        var others = new TreeMap<>(after);
        others.remove("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt");
        assertThat(before).containsAllEntriesOf(others);
    }

    @Test
    void mappingThatDoesNotCompile_isToldWithFileAndLine() {
        files.write("routes/changsha/pension/PARTICIPATION/to-shared.jslt", "{\n  \"a\": no-such-function(.)\n}\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("routes/changsha/pension/PARTICIPATION/to-shared.jslt:2: ");
    }

    @Test
    void wrongFormatOption_isToldAtTheFormatsLine() {
        files.change(Workspace.ROUTE, "json:", "jsn:");
        assertThat(problems()).first().asString().startsWith(Workspace.ROUTE + ":7: format");
    }

    @Test
    void codeTableThatNothingNames_isUnused() throws IOException {
        Path schemas = folder.resolve("schemas");
        try (var walk = Files.walk(SCHEMAS)) {
            for (Path each :
                    (Iterable<Path>) walk.filter(path -> !path.startsWith(SCHEMAS.resolve("target")))::iterator) {
                Path copy = schemas.resolve(SCHEMAS.relativize(each));
                Files.createDirectories(Files.isDirectory(each) ? copy : copy.getParent());
                if (Files.isRegularFile(each)) {
                    Files.copy(each, copy);
                }
            }
        }
        String sex = Files.readString(schemas.resolve("codes/sex.json"));
        files.write("schemas/codes/gender.json", sex.replace("\"table\": \"sex\"", "\"table\": \"gender\""));
        assertThat(problemsWith(schemas))
                .containsExactly("schemas/codes/gender.json: defined but unused"
                        + " (expected: a schema's x-code, a rule or a mapping that names it)");
    }

    private Settings load() {
        return Settings.load(folder.resolve("config"), SCHEMAS, folder.resolve("routes"));
    }

    private List<String> problems() {
        return problemsWith(SCHEMAS);
    }

    private List<String> problemsWith(Path schemas) {
        SettingsException e = catchThrowableOfType(
                SettingsException.class,
                () -> Settings.load(folder.resolve("config"), schemas, folder.resolve("routes")));
        return e.problems().stream().map(files::shortened).toList();
    }
}

package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** changsha-pension polls, zhuzhou-pension is a drop folder here: what the machine's file must and must not say of them. */
class EndpointChecksTest {
    @TempDir
    private Path folder;

    private Workspace files;

    @BeforeEach
    void rightFiles() {
        files = new Workspace(folder)
                .change(Workspace.AGREEMENT, "movers/name", "name")
                .change("config/cities/zhuzhou.yaml", "intake: HTTP", "intake: FILE_DROP")
                .change("config/cities/zhuzhou.yaml", "delivery: POLL", "delivery: FILE_DROP");
    }

    @Test
    void whatTheSystemsNeed_standsAndNothingElse() {
        assertThat(check("changsha", "")).isEmpty();
        assertThat(check("zhuzhou", "  zhuzhou-pension: {dropIn: in, dropOut: out}\n"))
                .isEmpty();
        assertThat(check(null, "  zhuzhou-pension: {dropIn: in, dropOut: out}\n"))
                .isEmpty();
    }

    @Test
    void missingFolder_isTold() {
        assertThat(check("zhuzhou", "  zhuzhou-pension: {dropIn: in}\n"))
                .containsExactly("endpoints.zhuzhou-pension.dropOut: missing (expected, because the system's intake is"
                        + " FILE_DROP and its delivery FILE_DROP)");
        assertThat(check("zhuzhou", "")).hasSize(2);
    }

    @Test
    void whatNobodyUses_isTold() {
        assertThat(check("changsha", "  changsha-pension: {push: \"http://127.0.0.1:8111/\"}\n"))
                .containsExactly(
                        "endpoints.changsha-pension.push: not used (expected: none, because the system's intake"
                                + " is HTTP and its delivery POLL)");
        assertThat(check("changsha", "  zhuzhou-pension: {dropIn: in, dropOut: out}\n"))
                .containsExactly("endpoints.zhuzhou-pension: a system of zhuzhou (expected: systems of changsha)");
        assertThat(check("changsha", "  changsha-pansion: {}\n"))
                .containsExactly("endpoints.changsha-pansion: unknown system (expected: one of config/cities,"
                        + " nearest: changsha-pension)");
    }

    @Test
    void unknownCity_isTold() {
        assertThat(check("changsa", "")).containsExactly("city: found changsa (expected: one of changsha, zhuzhou)");
        RuntimeSettings runtime = runtime("");
        Settings settings = settings();
        assertThatThrownBy(() -> EndpointChecks.require(runtime, settings, new City("hengyang")))
                .isInstanceOf(SettingsException.class);
    }

    private List<String> check(String city, String endpoints) {
        RuntimeSettings runtime = runtime(endpoints);
        return EndpointChecks.check(runtime, settings(), city).stream()
                .map(line -> line.replace(runtime.file() + ": ", ""))
                .toList();
    }

    private Settings settings() {
        return Settings.load(folder.resolve("config"), Path.of("../schemas"), folder.resolve("routes"));
    }

    private RuntimeSettings runtime(String endpoints) {
        try {
            String text = Files.readString(Path.of("../config/gateway.yaml"));
            int from = text.indexOf("endpoints:\n");
            int to = text.indexOf("# All keys below");
            String block = endpoints.isEmpty() ? "" : "endpoints:\n" + endpoints;
            files.write("gateway.yaml", text.substring(0, from) + block + text.substring(to));
            return RuntimeSettings.load(files.path("gateway.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

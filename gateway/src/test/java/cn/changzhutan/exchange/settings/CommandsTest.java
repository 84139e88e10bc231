package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    private Workspace files;

    @BeforeEach
    void rightFiles() throws Exception {
        files = new Workspace(folder).change(Workspace.AGREEMENT, "movers/name", "name");
        String runtime = Files.readString(Path.of("../config/gateway.yaml"));
        Files.createSymbolicLink(
                folder.resolve("schemas"), Path.of("../schemas").toRealPath());
        files.write("config/gateway.yaml", runtime.substring(0, runtime.indexOf("endpoints:")));
    }

    @Test
    void check_rightFiles_saysWhatThereIsAndEndsWith0() {
        assertThat(run(new CheckCommand(), "--config", config())).isZero();
        assertThat(out.toString().strip())
                .startsWith("No problems: 2 cities (changsha, zhuzhou), 2 systems, 0 users, 2 routes, 1 agreements, ");
    }

    @Test
    void check_anyProblem_printsAllAndEndsWith1() {
        files.change(Workspace.AGREEMENT, "2028-12-31", "2020-12-31").change("config/gateway.yaml", "8101", "0");
        assertThat(run(new CheckCommand(), "--config", config())).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        Workspace.AGREEMENT + ":9: validUntil: found 2020-12-31 (expected: after validFrom 2026-01-01)")
                .contains("config/gateway.yaml:7: http.port: found 0 (expected: a whole number from 1 to 65535)")
                .endsWith("2 problems" + System.lineSeparator());
    }

    @Test
    void token_isShownOnceWithItsHash() {
        assertThat(run(new TokenCommand(), "--system", "changsha-pension")).isZero();
        String token = out.toString().lines().findFirst().orElseThrow().replaceFirst(".* ", "");
        assertThat(out.toString())
                .contains("changsha-pension: [" + Token.hashOf(token) + "]")
                .containsOnlyOnce(token);
    }

    @Test
    void token_ofUser_isMadeToo() {
        assertThat(run(new TokenCommand(), "--user", "changsha-auditor")).isZero();
        assertThat(out.toString()).contains("changsha-auditor: [");
    }

    @Test
    void token_forBothOrNone_isWrongUsage() {
        assertThat(run(new TokenCommand())).isEqualTo(2);
        assertThat(run(new TokenCommand(), "--user", "aa", "--system", "bb")).isEqualTo(2);
    }

    @Test
    void token_forNoName_isWrongUsage() {
        assertThat(run(new TokenCommand(), "--system", "Changsha Pension")).isEqualTo(2);
    }

    @Test
    void keys_areMadeOnceForTheOwnersEyesOnly() throws Exception {
        Path data = folder.resolve("data");
        String[] args = {"--city", "changsha", "--data", data.toString(), "--config", config()};
        assertThat(run(new KeysCommand(), args)).isZero();
        List<String> first = keyLines();
        assertThat(first.get(0)).isEqualTo("city changsha changsha.exchange.example/log");
        assertThat(first.get(1)).startsWith("log changsha.exchange.example/log+");
        out.getBuffer().setLength(0);
        assertThat(run(new KeysCommand(), args)).isZero();
        assertThat(keyLines()).isEqualTo(first);
        try (var kept = Files.list(RuntimeSettings.keysIn(data))) {
            assertThat(kept)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    /** Without the days, which are counted from today. */
    private List<String> keyLines() {
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("expires "))
                .toList();
    }

    private String config() {
        return folder.resolve("config").toString();
    }

    private int run(Object command, String... args) {
        PrintWriter printer = new PrintWriter(out);
        return new CommandLine(command)
                .setOut(printer)
                .setErr(new PrintWriter(new StringWriter()))
                .execute(args);
    }
}

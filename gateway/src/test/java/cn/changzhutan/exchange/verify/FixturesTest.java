package cn.changzhutan.exchange.verify;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.log.Policy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Named evidence in src/test/resources/evidence: valid, and one for each way to cheat, each caught with its own code. They are files, so
 * that a verifier of another year, or of another hand, can be held against them. {@code -Dfixtures.write=true} makes them anew.
 */
class FixturesTest {
    private static final Path FOLDER = Path.of("src/test/resources/evidence");
    private static final Path POLICY = FOLDER.resolve("policy");

    @TestFactory
    Stream<DynamicTest> validBundles_hold() throws Exception {
        Policy policy = Policy.load(POLICY);
        return zips("valid")
                .map(zip -> DynamicTest.dynamicTest(
                        zip.getFileName().toString(),
                        () -> assertThat(BundleVerifier.verify(Files.readAllBytes(zip), policy)
                                        .failures())
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> tamperedBundles_areCaught_eachByItsOwnCode() throws Exception {
        Policy policy = Policy.load(POLICY);
        Map<String, String> codes = codes("tampered");
        return zips("tampered")
                .map(zip -> DynamicTest.dynamicTest(zip.getFileName().toString(), () -> {
                    String name = zip.getFileName().toString().replace(".zip", "");
                    assertThat(BundleVerifier.verify(Files.readAllBytes(zip), policy)
                                    .failures())
                            .containsKey(codes.get(name));
                }));
    }

    @TestFactory
    Stream<DynamicTest> tamperedLogs_areCaught_eachByItsOwnCode() throws Exception {
        return codes("tampered-logs").entrySet().stream()
                .map(cheat -> DynamicTest.dynamicTest(cheat.getKey(), () -> {
                    Path logs = FOLDER.resolve("tampered-logs").resolve(cheat.getKey());
                    Run run = run(
                            "verify-log",
                            logs.resolve("changsha").toString(),
                            logs.resolve("zhuzhou").toString());
                    assertThat(run.status()).isEqualTo(1);
                    assertThat(run.err()).contains("[" + cheat.getValue() + "]");
                    assertThat(run.err().lines()).allMatch(line -> line.startsWith("DOES NOT HOLD: "));
                }));
    }

    @Test
    void everyFixtureIsNamed() throws Exception {
        assertThat(zips("tampered").map(zip -> zip.getFileName().toString().replace(".zip", "")))
                .containsExactlyInAnyOrderElementsOf(codes("tampered").keySet())
                .hasSizeGreaterThan(35);
    }

    @Test
    void commands_sayWhatHolds_andEndWithZeroOnlyIfAllDoes() {
        Run valid = run("verify", FOLDER.resolve("valid/delivered.zip").toString());
        Run tampered =
                run("verify", FOLDER.resolve("tampered/payload-swapped.zip").toString());
        Run logs = run(
                "verify-log",
                FOLDER.resolve("valid-logs/changsha").toString(),
                FOLDER.resolve("valid-logs/zhuzhou").toString());

        assertThat(valid.status()).isZero();
        assertThat(valid.err()).isEmpty();
        assertThat(valid.out())
                .contains("holds: closed.json points")
                .contains("VERIFIED")
                .contains("a quorum of witnesses");
        assertThat(tampered.status()).isEqualTo(1);
        assertThat(tampered.err().lines()).hasSize(1);
        assertThat(tampered.out()).contains("NOT VERIFIED");
        assertThat(logs.err()).isEmpty();
        assertThat(logs.out()).contains("4 closed, 0 on their way");
        assertThat(logs.status()).isZero();
    }

    private record Run(int status, String out, String err) {}

    private static Run run(String command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--policy");
        all.add(POLICY.toString());
        int status = new CommandLine(command.equals("verify") ? new VerifyCommand() : new VerifyLogCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }

    private static Stream<Path> zips(String kind) throws Exception {
        try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList().stream();
        }
    }

    private static Map<String, String> codes(String kind) throws Exception {
        Map<String, String> codes = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve(kind).resolve("expected.txt"))) {
            codes.put(line.split(" ")[0], line.split(" ")[1]);
        }
        return codes;
    }

    @Test
    @EnabledIfSystemProperty(named = "fixtures.write", matches = "true")
    void write(@TempDir Path keys) throws Exception {
        TamperedBundles bundles = new TamperedBundles(keys);
        Files.createDirectories(FOLDER.resolve("valid"));
        Files.createDirectories(FOLDER.resolve("tampered"));
        Files.writeString(POLICY, bundles.world.policyText());
        for (var valid : bundles.valid.entrySet()) {
            Files.write(FOLDER.resolve("valid").resolve(valid.getKey() + ".zip"), valid.getValue());
        }
        StringBuilder expected = new StringBuilder();
        for (var cheat : bundles.tampered.entrySet()) {
            Files.write(
                    FOLDER.resolve("tampered").resolve(cheat.getKey() + ".zip"),
                    cheat.getValue().zip());
            expected.append(cheat.getKey())
                    .append(' ')
                    .append(cheat.getValue().code())
                    .append('\n');
        }
        Files.writeString(FOLDER.resolve("tampered/expected.txt"), expected);

        WrittenLog changsha = new WrittenLog("changsha", bundles.world.changsha.keys);
        WrittenLog zhuzhou = new WrittenLog("zhuzhou", bundles.world.zhuzhou.keys);
        TamperedLogs.honest(changsha, zhuzhou, bundles.world);
        changsha.write(FOLDER.resolve("valid-logs/changsha"));
        zhuzhou.write(FOLDER.resolve("valid-logs/zhuzhou"));
        TamperedLogs logs = new TamperedLogs(bundles.world, bundles.strangers, FOLDER.resolve("tampered-logs"));
        StringBuilder named = new StringBuilder();
        logs.codes.forEach(
                (name, code) -> named.append(name).append(' ').append(code).append('\n'));
        Files.writeString(FOLDER.resolve("tampered-logs/expected.txt"), named);
    }
}

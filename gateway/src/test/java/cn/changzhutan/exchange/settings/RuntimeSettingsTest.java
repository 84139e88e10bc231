package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.RuntimeSettings.Limits;
import cn.changzhutan.exchange.settings.RuntimeSettings.Timing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeSettingsTest {
    private static final Path EXAMPLE = Path.of("../config/gateway.yaml");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copyOfTheExample() throws IOException {
        file = Files.copy(EXAMPLE, folder.resolve("gateway.yaml"));
    }

    @Test
    void example_isReadAndShowsTheDefaults() {
        RuntimeSettings settings = RuntimeSettings.load(file);
        assertThat(settings.http()).isEqualTo(new RuntimeSettings.Http("127.0.0.1", 8101));
        assertThat(settings.schemas())
                .isEqualTo(folder.resolveSibling("schemas").toAbsolutePath());
        assertThat(settings.keys()).isEqualTo(settings.data().resolve("keys"));
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULTS);
        assertThat(settings.timing()).isEqualTo(Timing.DEFAULTS);
        assertThat(settings.retention()).isEqualTo(RetentionSettings.DEFAULTS);
        assertThat(settings.database().properties()).containsEntry("sslmode", "verify-full");
        assertThat(settings.kafka().properties()).containsEntry("security.protocol", "SSL");
        assertThat(settings.peers().get(new City("zhuzhou")))
                .isEqualTo(new PeerSettings(
                        URI.create("https://exchange.zhuzhou.example"),
                        Path.of("/etc/exchange/secrets/token-zhuzhou")));
        assertThat(settings.endpoints().get(new SystemName("changsha-pension")).push())
                .contains(URI.create("https://pension.changsha.example/exchange"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            port: 8101                  | port: 81010                  | http.port: found 81010 (expected: a whole number from 1 to 65535)
            port: 8101                  | prot: 8101                   | "http.prot: unknown key (expected: one of address, port, nearest: port)"
            bodyBytes: 1048576          | bodyBytes: 1_048_576         | limits.bodyBytes: found 1_048_576 (expected: a whole number from 1024 to 4194304)
            bodyBytes: 1048576          | bodyBytes: 4194305           | limits.bodyBytes: found 4194305 (expected: a whole number from 1024 to 4194304)
            batchBytes: 16777216        | batchBytes: 2048             | limits.batchBytes: found 2048 (expected: at least bodyBytes, 1048576)
            republishAfter: PT30S       | republishAfter: 30s          | timing.republishAfter: found 30s (expected: a duration from PT1S to PT1H)
            republishAfter: PT30S       | republishAfter: -PT30S       | timing.republishAfter: found -PT30S (expected: a duration from PT1S to PT1H)
            clockSkew: PT5M             | clockSkew: PT61M             | timing.clockSkew: found PT61M (expected: a duration from PT1S to PT1H)
            deliveryBackoffMin: PT1S    | deliveryBackoffMin: PT10M    | timing.deliveryBackoffMax: found PT5M (expected: at least deliveryBackoffMin, PT10M)
            bootstrap: kafka-1.example:9093, | bootstrap: kafka-1.example,  | kafka.bootstrap: found kafka-1.example,kafka-2.example:9093,kafka-3.example:9093 (expected: host:port, several with commas)
            payload: P3Y                | payload: P35M                | retention.payload: found P35M (expected: years and months such as P3Y, at least P3Y)
            payload: P3Y                | payload: P1096D              | retention.payload: found P1096D (expected: years and months such as P3Y, at least P3Y)
            networkLog: P6M             | networkLog: P5M              | retention.networkLog: found P5M (expected: years and months such as P3Y, at least P6M)
            secondApprover: true        | secondApprover: yes          | "retention.secondApprover: found yes (expected: one of: true, false)"
            "03:30"                     | "25:00"                      | "dailyTasksAt: found 25:00 (expected: a time of day such as 03:30)"
            changsha-pension: {push     | changsha-pension: {pull      | "endpoints.changsha-pension.pull: unknown key (expected: one of push, dropIn, dropOut, nearest: push)"
            changsha-pension: {push     | Changsha: {push              | "endpoints.Changsha: found as a name (expected: a system: 2 to 64 characters of a-z, 0-9, -)"
            """)
    void wrongValue_isToldWithItsLine(String right, String wrong, String problem) throws IOException {
        assertThat(problems(right, wrong))
                .anyMatch(line -> line.matches(".*gateway\\.yaml:\\d+: " + Pattern.quote(problem)));
    }

    @Test
    void wrongValue_isToldWithTheVeryLine() throws IOException {
        int line = Files.readAllLines(file).indexOf("  port: 8101") + 1;
        assertThat(problems("port: 8101", "port: x"))
                .containsExactly(file + ":" + line + ": http.port: found x (expected: a whole number from 1 to 65535)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            passwordFile: /etc         | password: hunter2 #          | database.password: unknown key
            sslmode: verify-full       | sslpassword: hunter2         | database.properties.sslpassword: does not belong here (expected: under passwordFile)
            ssl.keystore.type: PKCS12  | ssl.key.password: hunter2    | kafka.properties.ssl.key.password: does not belong here (expected: under secretFiles)
            ssl.keystore.type: PKCS12  | sasl.jaas.config: hunter2    | kafka.properties.sasl.jaas.config: does not belong here (expected: under secretFiles)
            :5432/exchange             | :5432/exchange?password=hunter2 | database.url: found something else
            "https://pension           | "https://me:hunter2@pension  | endpoints.changsha-pension.push: found something else
            """)
    void secretInTheFile_isRefusedAndNotRepeated(String right, String wrong, String problem) throws IOException {
        assertThat(problems(right, wrong))
                .anyMatch(line -> line.contains(problem))
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void secrets_areReadFromTheirFilesAndNeverShown() throws IOException {
        Path password = Files.writeString(folder.resolve("db"), "hunter2\n");
        Path store = Files.writeString(folder.resolve("ks"), "swordfish");
        problemsFree("/etc/exchange/secrets/database-password", password.toString());
        problemsFree("/etc/exchange/secrets/kafka-keystore-password", store.toString());
        RuntimeSettings settings = RuntimeSettings.load(file);
        assertThat(settings.database().password()).isEqualTo("hunter2");
        assertThat(settings.kafka().clientProperties())
                .containsEntry("ssl.keystore.password", "swordfish")
                .containsEntry("security.protocol", "SSL")
                .containsKey("bootstrap.servers");
        assertThat(settings.toString()).doesNotContain("hunter2", "swordfish");
    }

    @Test
    void secretThatIsNotThere_isToldByItsFile() throws IOException {
        problemsFree("/etc/exchange/secrets/database-password", "nowhere");
        RuntimeSettings settings = RuntimeSettings.load(file);
        assertThatThrownBy(() -> settings.database().password())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(folder.resolve("nowhere").toString())
                .hasMessageContaining("NoSuchFileException");
        Files.writeString(folder.resolve("nowhere"), "\n");
        assertThatThrownBy(() -> settings.database().password()).hasMessageContaining("found nothing");
    }

    @Test
    void limitsAndTiming_mayBeLeftOut() throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.indexOf("limits:")));
        assertThat(RuntimeSettings.load(file).limits()).isEqualTo(Limits.DEFAULTS);
        assertThat(RuntimeSettings.load(file).timing()).isEqualTo(Timing.DEFAULTS);
    }

    private void problemsFree(String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private List<String> problems(String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
        return catchThrowableOfType(SettingsException.class, () -> RuntimeSettings.load(file))
                .problems();
    }
}

package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.CityProfile;
import cn.changzhutan.exchange.settings.Credentials;
import cn.changzhutan.exchange.settings.DeliveryMode;
import cn.changzhutan.exchange.settings.Intake;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.SystemProfile;
import cn.changzhutan.exchange.settings.User;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
    private static final CityProfile CHANGSHA = profile("changsha", "430100");
    private static final CityProfile ZHUZHOU = profile("zhuzhou", "430200");
    private static final CityProfile XIANGTAN = profile("xiangtan", "430300");
    private static final SystemName PUSHED = new SystemName("changsha-pension");
    private static final SystemName DROPPED = new SystemName("zhuzhou-pension");
    private static final SystemName POLLING = new SystemName("xiangtan-pension");

    private static final List<User> USERS = List.of(
            new User("changsha-auditor", Role.AUDITOR, Optional.of(CHANGSHA.city())),
            new User("zhuzhou-auditor", Role.AUDITOR, Optional.of(ZHUZHOU.city())));

    private final List<LocalCity> cities = LocalCity.of(
            List.of(XIANGTAN, ZHUZHOU, CHANGSHA),
            List.of(
                    system(PUSHED, CHANGSHA, Intake.HTTP, DeliveryMode.HTTP_PUSH),
                    system(DROPPED, ZHUZHOU, Intake.FILE_DROP, DeliveryMode.FILE_DROP),
                    system(POLLING, XIANGTAN, Intake.HTTP, DeliveryMode.POLL)),
            LocalPorts.DEMO);

    @TempDir
    Path folder;

    private static CityProfile profile(String name, String division) {
        return new CityProfile(new City(name), name, name, division, name + ".exchange.example/log");
    }

    private static SystemProfile system(SystemName name, CityProfile city, Intake intake, DeliveryMode delivery) {
        return new SystemProfile(name, city.city(), "pension", "养老", intake, delivery);
    }

    private LocalFiles files() {
        return new LocalFiles(new LocalFolders(folder), folder.resolve("routes"), folder.resolve("schemas"));
    }

    @Test
    void cities_areNumberedByDivision_andHaveTheirPorts() {
        assertThat(cities)
                .extracting(LocalCity::city)
                .containsExactly(CHANGSHA.city(), ZHUZHOU.city(), XIANGTAN.city());
        assertThat(cities).extracting(LocalCity::gatewayPort).containsExactly(8101, 8102, 8103);
        assertThat(cities).extracting(LocalCity::officePort).containsExactly(8111, 8112, 8113);
    }

    @Test
    void runtimeSettings_areReadBackByTheStrictReader() throws Exception {
        LocalDatabase.Access access = new LocalDatabase.Access(
                "jdbc:postgresql://127.0.0.1:8131/x", "x", Files.createFile(folder.resolve("a \"quoted\" password")));
        for (LocalCity city : cities) {
            files().writeRuntime(city, cities, access, "127.0.0.1:8121", List.of("timing: {republishAfter: PT2S}"));
        }
        RuntimeSettings changsha = RuntimeSettings.load(folder.resolve("changsha/gateway.yaml"));
        assertThat(changsha.http().port()).isEqualTo(8101);
        assertThat(changsha.timing().republishAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(changsha.database().passwordFile()).contains(access.passwordFile());
        assertThat(changsha.peers()).containsOnlyKeys(ZHUZHOU.city(), XIANGTAN.city());
        assertThat(changsha.peers().get(ZHUZHOU.city()).url()).isEqualTo(URI.create("http://127.0.0.1:8102"));
        assertThat(changsha.endpoints().get(PUSHED).push())
                .contains(URI.create("http://127.0.0.1:8111/changsha-pension"));
        RuntimeSettings.Endpoint dropped = RuntimeSettings.load(folder.resolve("zhuzhou/gateway.yaml"))
                .endpoints()
                .get(DROPPED);
        assertThat(dropped.dropIn()).get().satisfies(path -> assertThat(path).isDirectory());
        assertThat(dropped.dropOut()).isPresent();
        assertThat(dropped.push()).isEmpty();
    }

    @Test
    void tokens_stayTheSame_andGatewaysGetTheirHashesAlone() throws Exception {
        Map<SystemName, String> first = files().writeTokens(cities, USERS);
        Map<SystemName, String> second = files().writeTokens(cities, USERS);

        assertThat(second).isEqualTo(first);
        List<Caller> callers = List.of(
                Caller.of(PUSHED), USERS.get(0).caller(), Caller.of(ZHUZHOU.city()), Caller.of(XIANGTAN.city()));
        Path hashes = folder.resolve("changsha/credentials.yaml");
        Credentials credentials = Credentials.load(hashes, callers);
        assertThat(credentials.callerOf(first.get(PUSHED))).contains(Caller.of(PUSHED));
        String peer = Files.readString(folder.resolve("tokens/zhuzhou-at-changsha.token"))
                .strip();
        assertThat(credentials.callerOf(peer)).contains(Caller.of(ZHUZHOU.city()));
        String auditor = Files.readString(folder.resolve("tokens/changsha-auditor.token"))
                .strip();
        assertThat(credentials.callerOf(auditor)).contains(USERS.get(0).caller());
        assertThat(Files.readString(hashes)).doesNotContain(first.get(PUSHED));
        Path clear = folder.resolve("credentials.txt");
        assertThat(Files.readString(clear))
                .contains("changsha-auditor " + auditor)
                .contains("zhuzhou@changsha " + peer);
        assertThat(Files.readString(clear)).contains("changsha-pension " + first.get(PUSHED));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(clear)))
                .isEqualTo("rw-------");
    }
}

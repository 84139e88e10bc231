package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.CityProfile;
import cn.changzhutan.exchange.settings.Credentials;
import cn.changzhutan.exchange.settings.DeliveryMode;
import cn.changzhutan.exchange.settings.Intake;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.SystemProfile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {
    private static final CityProfile CHANGSHA = profile("changsha", "430100");
    private static final CityProfile ZHUZHOU = profile("zhuzhou", "430200");
    private static final CityProfile XIANGTAN = profile("xiangtan", "430300");
    private static final SystemName PUSHED = new SystemName("changsha-pension");
    private static final SystemName DROPPED = new SystemName("zhuzhou-pension");
    private static final SystemName POLLING = new SystemName("xiangtan-pension");

    private final List<DemoCity> cities = DemoCity.of(
            List.of(XIANGTAN, ZHUZHOU, CHANGSHA),
            List.of(
                    system(PUSHED, CHANGSHA, Intake.HTTP, DeliveryMode.HTTP_PUSH),
                    system(DROPPED, ZHUZHOU, Intake.FILE_DROP, DeliveryMode.FILE_DROP),
                    system(POLLING, XIANGTAN, Intake.HTTP, DeliveryMode.POLL)));

    @TempDir
    Path folder;

    private static CityProfile profile(String name, String division) {
        return new CityProfile(new City(name), name, name, division, name + ".exchange.example/log");
    }

    private static SystemProfile system(SystemName name, CityProfile city, Intake intake, DeliveryMode delivery) {
        return new SystemProfile(name, city.city(), "pension", "养老", intake, delivery);
    }

    private DemoFiles files() {
        return new DemoFiles(new DemoFolders(folder), folder.resolve("routes"), folder.resolve("schemas"));
    }

    @Test
    void cities_areNumberedByDivision_andHaveTheirPorts() {
        assertThat(cities).extracting(DemoCity::city).containsExactly(CHANGSHA.city(), ZHUZHOU.city(), XIANGTAN.city());
        assertThat(cities).extracting(DemoCity::gatewayPort).containsExactly(8101, 8102, 8103);
        assertThat(cities).extracting(DemoCity::officePort).containsExactly(8111, 8112, 8113);
    }

    @Test
    void runtimeSettings_areReadBackByTheStrictReader() throws Exception {
        LocalDatabase.Access access = new LocalDatabase.Access(
                "jdbc:postgresql://127.0.0.1:8131/x", "x", Files.createFile(folder.resolve("a \"quoted\" password")));
        for (DemoCity city : cities) {
            files().writeRuntime(city, access, "127.0.0.1:8121");
        }
        RuntimeSettings changsha = RuntimeSettings.load(folder.resolve("changsha/gateway.yaml"));
        assertThat(changsha.http().port()).isEqualTo(8101);
        assertThat(changsha.database().passwordFile()).contains(access.passwordFile());
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
        Map<SystemName, String> first = files().writeTokens(cities);
        Map<SystemName, String> second = files().writeTokens(cities);

        assertThat(second).isEqualTo(first);
        Path hashes = folder.resolve("changsha/credentials.yaml");
        assertThat(Credentials.load(hashes, List.of(PUSHED)).systemOf(first.get(PUSHED)))
                .contains(PUSHED);
        assertThat(Files.readString(hashes)).doesNotContain(first.get(PUSHED));
        Path clear = folder.resolve("credentials.txt");
        assertThat(Files.readString(clear)).contains("changsha-pension " + first.get(PUSHED));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(clear)))
                .isEqualTo("rw-------");
    }
}

package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.PublicKeys;
import cn.changzhutan.exchange.crypto.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final City CHANGSHA = new City("changsha");
    private static final CityProfile PROFILE =
            new CityProfile(CHANGSHA, "Changsha", "长沙", "430100", "changsha.exchange.example/log");

    @TempDir
    private Path folder;

    @Test
    void filesOfPeople_giveTheKeysOfTheirCity() throws IOException {
        PublicKeys keys = keys();
        write(new TrustFile(CHANGSHA, PROFILE.origin(), keys).toText());
        Trust trust = Trust.load(folder, Map.of(CHANGSHA, PROFILE));
        assertThat(trust.keysOf(CHANGSHA)).contains(keys);
        assertThat(trust.keysOf(new City("zhuzhou"))).isEmpty();
    }

    @Test
    void fileOfAnotherCityOrLog_isRefused() throws IOException {
        write(new TrustFile(new City("zhuzhou"), "other.example/log", keys()).toText());
        assertThat(problems())
                .containsExactly(
                        folder.resolve("changsha.yaml") + ": city: found zhuzhou (expected: changsha)",
                        folder.resolve("changsha.yaml") + ": origin: found other.example/log"
                                + " (expected: changsha.exchange.example/log, as config says)");
    }

    @Test
    void missingOrDamagedFile_isTold() throws IOException {
        assertThat(problems())
                .containsExactly(folder.resolve("changsha.yaml")
                        + ": cannot be read: NoSuchFileException (expected: the city's trust file)");
        write(new TrustFile(CHANGSHA, PROFILE.origin(), keys()).toText().replace("sm2:", "sm3:"));
        assertThat(problems()).isNotEmpty();
    }

    private PublicKeys keys() {
        return CityKeys.createOrLoad(folder.resolve("keys")).publicKeys();
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("changsha.yaml"), text);
    }

    private List<String> problems() {
        return catchThrowableOfType(SettingsException.class, () -> Trust.load(folder, Map.of(CHANGSHA, PROFILE)))
                .problems();
    }
}

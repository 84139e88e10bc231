package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CityKeysTest {
    @TempDir
    Path folder;

    @Test
    void firstStart_makesOneFileForItsOwnerOnly() throws Exception {
        Path keys = folder.resolve("changsha/keys");
        CityKeys.createOrLoad(keys);
        assertThat(listed(keys)).containsExactly(CityKeys.FILE);
        assertThat(permissions(keys.resolve(CityKeys.FILE))).isEqualTo("rw-------");
        assertThat(permissions(keys)).isEqualTo("rwx------");
    }

    @Test
    void secondStart_hasTheSameKeys() throws Exception {
        CityKeys first = CityKeys.createOrLoad(folder);
        byte[] written = Files.readAllBytes(folder.resolve(CityKeys.FILE));
        CityKeys second = CityKeys.createOrLoad(folder);
        assertThat(second.publicKeys()).isEqualTo(first.publicKeys());
        assertThat(second.secret("index")).isEqualTo(first.secret("index"));
        assertThat(Files.readAllBytes(folder.resolve(CityKeys.FILE))).isEqualTo(written);
        byte[] message = "一致".getBytes(UTF_8);
        new Sm2Verifier(first.publicKeys().sm2()).verify(message, second.sm2().sign(message));
        new Ed25519Verifier(first.publicKeys().ed25519())
                .verify(message, second.ed25519().sign(message));
        assertThat(second.kek().kekId()).isEqualTo(first.publicKeys().kekId());
    }

    @Test
    void twoCities_shareNoKey() {
        PublicKeys one = CityKeys.createOrLoad(folder.resolve("one")).publicKeys();
        PublicKeys other = CityKeys.createOrLoad(folder.resolve("other")).publicKeys();
        assertThat(one.ed25519()).isNotEqualTo(other.ed25519());
        assertThat(one.sm2()).isNotEqualTo(other.sm2());
        assertThat(one.kek()).isNotEqualTo(other.kek()).isNotEqualTo(one.sm2());
    }

    @Test
    void manyFirstStartsAtOnce_agreeOnTheKeys() throws Exception {
        int starts = 8;
        CountDownLatch together = new CountDownLatch(starts);
        ExecutorService pool = Executors.newFixedThreadPool(starts);
        try {
            List<Future<PublicKeys>> started = new ArrayList<>();
            for (int i = 0; i < starts; i++) {
                started.add(pool.submit(() -> {
                    together.countDown();
                    together.await();
                    return CityKeys.createOrLoad(folder).publicKeys();
                }));
            }
            Set<PublicKeys> seen = new HashSet<>();
            for (Future<PublicKeys> start : started) {
                seen.add(start.get());
            }
            assertThat(seen).hasSize(1);
            assertThat(listed(folder)).containsExactly(CityKeys.FILE);
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rwx------", "rw------x"})
    void fileThatOthersMayTouch_isRefusedInOneSentence(String permissions) throws Exception {
        CityKeys.createOrLoad(folder);
        Path file = folder.resolve(CityKeys.FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> CityKeys.createOrLoad(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessage(file + ": permissions are " + permissions
                        + " (expected: rw-------, so that nobody else can read the city's private keys; run: chmod 600 "
                        + file + ")");
    }

    @Test
    void readOnlyFile_isAccepted() throws Exception {
        PublicKeys made = CityKeys.createOrLoad(folder).publicKeys();
        Files.setPosixFilePermissions(folder.resolve(CityKeys.FILE), PosixFilePermissions.fromString("r--------"));
        assertThat(CityKeys.load(folder).publicKeys()).isEqualTo(made);
    }

    @Test
    void missingFile_isNotMadeByLoad() {
        assertThatThrownBy(() -> CityKeys.load(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("there is no such file");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void damagedFile_isRefusedWithoutItsContentAndNeverReplaced() throws Exception {
        CityKeys.createOrLoad(folder);
        Path file = folder.resolve(CityKeys.FILE);
        String good = Files.readString(file);
        String sm2 = good.lines()
                .filter(line -> line.startsWith("sm2: "))
                .findFirst()
                .orElseThrow();
        String n = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
        List<String> damaged = List.of(
                "",
                good.replace("city-keys/v1", "city-keys/v2"),
                good.replace(sm2 + "\n", ""),
                good + sm2 + "\n",
                good + "sm3: 00\n",
                good.replace(sm2, sm2.substring(0, sm2.length() - 1)),
                good.replace(sm2, sm2.substring(0, sm2.length() - 1) + "G"),
                good.replace(sm2, sm2 + " "),
                good.replace(sm2, "sm2: " + n),
                good.replace("\n", "\r\n"),
                good.substring(0, good.length() / 2),
                "#".repeat(5000));
        for (String text : damaged) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> CityKeys.createOrLoad(folder))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(file.toString())
                    .message()
                    .doesNotContainPattern("[0-9a-f]{32}");
            assertThat(Files.readString(file)).isEqualTo(text);
        }
    }

    @Test
    void secrets_differByLabelAndAreNotTheMaster() throws Exception {
        CityKeys keys = CityKeys.createOrLoad(folder);
        assertThat(keys.secret("index")).hasSize(32).isNotEqualTo(keys.secret("archive"));
        String file = Files.readString(folder.resolve(CityKeys.FILE));
        assertThat(file).doesNotContain(java.util.HexFormat.of().formatHex(keys.secret("index")));
        for (String label : new String[] {"", "Index", "a b", "x".repeat(33), "1"}) {
            assertThatThrownBy(() -> keys.secret(label)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void toString_hidesEverySecret() throws Exception {
        CityKeys keys = CityKeys.createOrLoad(folder);
        String shown = keys + " " + keys.sm2() + " " + keys.ed25519() + " " + keys.kek();
        assertThat(shown).contains("redacted");
        for (String line : Files.readAllLines(folder.resolve(CityKeys.FILE))) {
            if (line.matches(".*[0-9a-f]{64}")) {
                assertThat(shown).doesNotContain(line.substring(line.length() - 64));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyUse.class)
    void rotatedKeys_standBesideTheOldOnesUntilThoseAreRetired(KeyUse use) {
        CityKeys before = CityKeys.createOrLoad(folder);
        CityKeys.rotate(folder, use);
        CityKeys both = CityKeys.load(folder);
        CityKeys.retire(folder, use);
        CityKeys after = CityKeys.load(folder);

        for (KeyUse each : KeyUse.values()) {
            List<String> old = publicKeys(before, each);
            if (each == use) {
                assertThat(publicKeys(both, each)).hasSize(2 * old.size()).containsAll(old);
                assertThat(publicKeys(after, each)).hasSize(old.size()).doesNotContainAnyElementsOf(old);
                assertThat(publicKeys(both, each)).containsAll(publicKeys(after, each));
            } else {
                assertThat(publicKeys(after, each)).isEqualTo(old);
            }
        }
        assertThat(after.secret("index")).isEqualTo(before.secret("index"));
    }

    @Test
    void onlyKey_isNotRetired() {
        CityKeys.createOrLoad(folder);
        assertThatThrownBy(() -> CityKeys.retire(folder, KeyUse.LOG))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--rotate");
        assertThat(CityKeys.load(folder).logSm2()).hasSize(1);
    }

    @Test
    void rotatedKeyFile_isForItsOwnerOnly() throws Exception {
        CityKeys.createOrLoad(folder);
        CityKeys.rotate(folder, KeyUse.PAYLOAD);
        Path file = folder.resolve("payload-2.keys");
        assertThat(permissions(file)).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> CityKeys.load(folder)).isInstanceOf(SettingsException.class);
    }

    private static List<String> publicKeys(CityKeys keys, KeyUse use) {
        List<byte[]> all = new ArrayList<>();
        switch (use) {
            case LOG -> {
                keys.logEd25519().forEach(key -> all.add(key.publicKey()));
                keys.logSm2().forEach(key -> all.add(key.publicKey()));
            }
            case WITNESS -> {
                keys.witnessEd25519().forEach(key -> all.add(key.publicKey()));
                keys.witnessSm2().forEach(key -> all.add(key.publicKey()));
            }
            case PAYLOAD -> keys.payloadKeys().forEach(key -> all.add(key.point()));
        }
        return all.stream().map(HexFormat.of()::formatHex).toList();
    }

    private static List<String> listed(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

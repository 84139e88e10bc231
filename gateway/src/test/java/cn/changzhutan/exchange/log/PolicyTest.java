package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.CityKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final List<String> CITIES = List.of("changsha", "zhuzhou", "xiangtan");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private final Map<String, CityKeys> keys = new TreeMap<>();
    private final Map<String, Cosigner> cosigners = new TreeMap<>();
    private String text;

    @BeforeEach
    void threeCities() {
        StringBuilder lines = new StringBuilder("# 三市信任策略\n");
        for (String city : CITIES) {
            CityKeys own = CityKeys.createOrLoad(folder.resolve(city));
            CityKeys witness = CityKeys.createOrLoad(folder.resolve(city + "-witness"));
            keys.put(city, own);
            Cosigner cosigner = new Cosigner(
                    city + ".exchange.example/witness", List.of(witness.ed25519()), List.of(witness.sm2()));
            cosigners.put(city, cosigner);
            String origin = origin(city);
            lines.append("city ").append(city).append(' ').append(origin).append('\n');
            lines.append("log ")
                    .append(NoteKey.ed25519(origin, own.ed25519().publicKey()).toVkey())
                    .append(" http://127.0.0.1:8101/log\n");
            lines.append("log\t")
                    .append(NoteKey.sm2(origin, own.sm2().publicKey()).toVkey())
                    .append('\n');
            lines.append("payload ")
                    .append(city)
                    .append(' ')
                    .append(payload(own))
                    .append('\n');
            lines.append("witness ")
                    .append(city)
                    .append(' ')
                    .append(cosigner.keys().get(0).toVkey());
            lines.append(" http://127.0.0.1:8101/witness\n");
            lines.append("witness ")
                    .append(city)
                    .append("-sm2 ")
                    .append(cosigner.keys().get(1).toVkey());
            lines.append("\ngroup ")
                    .append(city)
                    .append("-both all ")
                    .append(city)
                    .append(' ')
                    .append(city);
            lines.append("-sm2\n");
        }
        lines.append("group cities 2 changsha-both zhuzhou-both xiangtan-both\nquorum cities\n");
        text = lines.toString();
    }

    private static String origin(String city) {
        return city + ".exchange.example/log";
    }

    private static String payload(CityKeys keys) {
        return java.util.Base64.getEncoder().encodeToString(keys.publicKeys().kek());
    }

    private String note(String city, long size) {
        CityKeys own = keys.get(city);
        return new CheckpointSigner(origin(city), own.ed25519(), own.sm2())
                .sign(new Checkpoint(origin(city), size, size == 0 ? Merkle.emptyRoot() : new byte[32]));
    }

    private String cosign(String note, String witness, Instant at) {
        return note + cosigners.get(witness).cosign(note.substring(0, note.indexOf("\n\n") + 1), at);
    }

    private static Policy parse(String text) {
        SettingsProblems problems = new SettingsProblems();
        Policy policy = Policy.parse("policy", text, problems).orElse(null);
        problems.throwIfAny();
        return policy;
    }

    @Test
    void checkpointOfEachCity_isVerifiedUnderItsOwnKeysOnly() throws VerificationException {
        Policy policy = parse(text);
        for (String city : CITIES) {
            assertThat(policy.verify(note(city, 7)).size()).isEqualTo(7);
            assertThat(policy.cityOf(origin(city))).contains(new City(city));
        }
        String swapped = text.replace("changsha.exchange.example/log", "swap")
                .replace("zhuzhou.exchange.example/log", "changsha.exchange.example/log");
        assertThatThrownBy(() -> parse(swapped)).hasMessageContaining("id that follows from name and key");
    }

    @Test
    void quorum_isCompleteWhenTheSecondOtherCityCosigned() throws VerificationException {
        Policy policy = parse(text);
        String note = note("changsha", 9);
        assertThat(policy.cosigned(note).quorumAt()).isEmpty();
        String one = cosign(note, "zhuzhou", NOON);
        assertThat(policy.cosigned(one).witnesses()).containsOnlyKeys("zhuzhou", "zhuzhou-sm2");
        assertThat(policy.cosigned(one).quorumAt()).isEmpty();
        String both = cosign(one, "xiangtan", NOON.plusSeconds(3));
        assertThat(policy.cosigned(both).quorumAt()).contains(NOON.plusSeconds(3));
        assertThat(policy.verify(both).size()).isEqualTo(9);
    }

    @Test
    void cityThatCosignsItself_doesNotCount() throws VerificationException {
        String note = cosign(cosign(note("changsha", 9), "changsha", NOON), "zhuzhou", NOON);
        Cosigned cosigned = parse(text).cosigned(note);
        assertThat(cosigned.witnesses()).doesNotContainKey("changsha");
        assertThat(cosigned.quorumAt()).isEmpty();
    }

    @Test
    void oneAlgorithmOfTwo_isNoQuorumWherePolicyAsksForBoth() throws VerificationException {
        String note = cosign(cosign(note("changsha", 9), "zhuzhou", NOON), "xiangtan", NOON);
        String lastLine = note.substring(note.lastIndexOf("\n", note.length() - 2) + 1);
        assertThat(parse(text).cosigned(note.replace(lastLine, "")).quorumAt()).isEmpty();
    }

    @Test
    void cosignatureOfAnotherSizeOrTime_isRefused() {
        String note = note("changsha", 9);
        String other = note("changsha", 8);
        String moved = note + cosign(other, "zhuzhou", NOON).substring(other.length());
        assertThatThrownBy(() -> parse(text).cosigned(moved))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("zhuzhou");
    }

    @Test
    void cosignatureOfAnUnknownWitness_isIgnored() throws VerificationException {
        Policy withoutXiangtan = parse(text.replaceAll("(?m)^(witness|group) xiangtan.*\n", "")
                .replace(
                        "group cities 2 changsha-both zhuzhou-both xiangtan-both",
                        "group cities 2 changsha-both zhuzhou-both"));
        String note = cosign(cosign(note("changsha", 9), "zhuzhou", NOON), "xiangtan", NOON);
        assertThat(withoutXiangtan.cosigned(note).witnesses()).containsOnlyKeys("zhuzhou", "zhuzhou-sm2");
        assertThat(withoutXiangtan.cosigned(note).quorumAt()).isEmpty();
    }

    @Test
    void retiredKey_countsUpToItsSize() throws VerificationException {
        NoteKey key = NoteKey.ed25519(
                origin("changsha"), keys.get("changsha").ed25519().publicKey());
        Policy policy = parse(text + "until " + key + " 10\n");
        assertThat(policy.verify(note("changsha", 10)).size()).isEqualTo(10);
        assertThatThrownBy(() -> policy.verify(note("changsha", 11)))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("retired");
    }

    @Test
    void rotatedKey_oldAndNewLineVerifyUnderOldAndNewPolicy() throws VerificationException {
        CityKeys own = keys.get("changsha");
        CityKeys next = CityKeys.createOrLoad(folder.resolve("next"));
        String origin = origin("changsha");
        String note = new CheckpointSigner(
                        origin, List.of(own.ed25519(), next.ed25519()), List.of(own.sm2(), next.sm2()))
                .sign(new Checkpoint(origin, 5, new byte[32]));
        assertThat(parse(text).verify(note).size()).isEqualTo(5);
        String added =
                "log " + NoteKey.ed25519(origin, next.ed25519().publicKey()).toVkey() + "\nlog "
                        + NoteKey.sm2(origin, next.sm2().publicKey()).toVkey() + "\n";
        String newOnly =
                new CheckpointSigner(origin, next.ed25519(), next.sm2()).sign(new Checkpoint(origin, 6, new byte[32]));
        assertThat(parse(text + added).verify(newOnly).size()).isEqualTo(6);
        assertThatThrownBy(() -> parse(text).verify(newOnly)).hasMessageContaining("no signature");
    }

    @Test
    void newEpoch_formerLogStaysVerifiable() throws VerificationException {
        CityKeys own = keys.get("changsha");
        String origin = "changsha.exchange.example/log-2";
        String lines = "city changsha " + origin + "\nlog "
                + NoteKey.ed25519(origin, own.ed25519().publicKey()).toVkey() + "\nlog "
                + NoteKey.sm2(origin, own.sm2().publicKey()).toVkey() + "\n";
        Policy policy = parse(text + lines);
        assertThat(policy.origin(new City("changsha"))).isEqualTo(origin);
        assertThat(policy.formerOrigins(new City("changsha"))).containsExactly(origin("changsha"));
        assertThat(policy.verify(note("changsha", 7)).origin()).isEqualTo(origin("changsha"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quorum cities               | second time
            group more 1 nobody         | nobody is not known
            group again any changsha    | a member already
            group cities any xiangtan-both | is taken
            until nobody+00000000 5     | is not known
            witness none x+0+AA==       | is taken
            logs x                      | unknown line
            log changsha                | name+id+base64
            payload changsha AAAA       | SM2 public key
            city changsha changsha.exchange.example/log | second time
            city hengyang hengyang.exchange.example/log | payload
            """)
    void wrongLine_isNamedWithItsPlace(String line, String expected) {
        assertThatThrownBy(() -> parse(text + line + "\n"))
                .hasMessageContaining("policy:")
                .hasMessageContaining(expected);
    }

    @Test
    void vkey_isWrittenAsItIsRead() {
        NoteKey key = cosigners.get("changsha").keys().get(1);
        assertThat(NoteKey.parse(key.toVkey())).isEqualTo(key);
        assertThatThrownBy(() -> NoteKey.parse(key.toVkey().replace("/witness", "/other")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package cn.changzhutan.exchange.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrustFileTest {
    private static final PublicKeys KEYS = Fixture.keys().publicKeys();
    private static final TrustFile TRUST = new TrustFile(new City("zhuzhou"), "zhuzhou.exchange.example/log", KEYS);

    @Test
    void written_isReadBack() {
        SettingsProblems problems = new SettingsProblems();
        assertThat(TrustFile.parse("zhuzhou.yaml", TRUST.toText(), problems)).contains(TRUST);
        assertThat(TrustFile.parse("zhuzhou.yaml", "# carried over on 2026-11-22\n\n" + TRUST.toText(), problems))
                .contains(TRUST);
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void unknownRepeatedAndMissingNames_areAllReportedWithTheirLines() {
        String text = TRUST.toText().replace("origin:", "orign:") + "city: changsha\n";
        assertThat(problemsOf(text))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("zhuzhou.yaml:2: unknown line"))
                .anyMatch(line -> line.startsWith("zhuzhou.yaml:7: city stands here for the second time"))
                .contains("zhuzhou.yaml: origin is missing");
    }

    @Test
    void wrongValues_areReported() {
        String text = TRUST.toText();
        assertThat(problemsOf(text.replace("ed25519: ", "ed25519: !")))
                .containsExactly("zhuzhou.yaml: ed25519 is not base64");
        assertThat(problemsOf(text.replace("kekId: sm2-", "kekId: sm2-0")))
                .singleElement()
                .asString()
                .contains("kekId");
        assertThat(problemsOf(text.replace("city: zhuzhou", "city: 株洲")))
                .singleElement()
                .asString()
                .contains("city");
        assertThat(problemsOf(text.replace("/log", "/l og")))
                .singleElement()
                .asString()
                .contains("origin");
        assertThat(problemsOf(text.replace("sm2: B", "sm2: A")))
                .singleElement()
                .asString()
                .contains("SM2 public key");
    }

    @Test
    void kekThatAlsoSigns_isRefused() {
        assertThatThrownBy(() -> new PublicKeys(KEYS.ed25519(), KEYS.sm2(), KEYS.sm2()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kek");
    }

    @Test
    void arrays_areCopiedInAndOut() {
        byte[] sm2 = KEYS.sm2();
        PublicKeys keys = new PublicKeys(KEYS.ed25519(), sm2, KEYS.kek());
        Arrays.fill(sm2, (byte) 0);
        Arrays.fill(keys.kek(), (byte) 0);
        assertThat(keys).isEqualTo(KEYS).hasSameHashCodeAs(KEYS);
    }

    private static java.util.List<String> problemsOf(String text) {
        SettingsProblems problems = new SettingsProblems();
        assertThat(TrustFile.parse("zhuzhou.yaml", text, problems)).isEmpty();
        return problems.lines();
    }
}

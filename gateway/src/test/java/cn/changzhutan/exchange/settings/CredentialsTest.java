package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SystemName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Caller PENSION = Caller.of(new SystemName("changsha-pension"));
    private static final Caller MEDICAL = Caller.of(new SystemName("changsha-medical"));

    @TempDir
    private Path folder;

    @Test
    void token_leadsToItsSystemAndNoOther() throws IOException {
        Token old = Token.fresh();
        Token next = Token.fresh();
        Token medical = Token.fresh();
        Credentials credentials = load(Credentials.line("changsha-pension", List.of(old, next)) + "\n"
                + Credentials.line("changsha-medical", List.of(medical)) + "\n");
        assertThat(credentials.callerOf(old.reveal())).contains(PENSION);
        assertThat(credentials.callerOf(next.reveal())).contains(PENSION);
        assertThat(credentials.callerOf(medical.reveal())).contains(MEDICAL);
        assertThat(credentials.callerOf(Token.fresh().reveal())).isEmpty();
        assertThat(credentials.callerOf(old.hash())).isEmpty();
        assertThat(credentials.callerOf(old.reveal() + " ")).isEmpty();
        assertThat(credentials.callerOf("")).isEmpty();
    }

    @Test
    void tokens_have256BitsAndAreNeverShownByAccident() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Token token = Token.fresh();
            assertThat(seen.add(token.reveal())).isTrue();
            assertThat(token.reveal()).matches("czt_[A-Za-z0-9_-]{43}");
            assertThat(token.hash()).matches("[0-9a-f]{64}");
            assertThat(token.toString()).isEqualTo("Token[redacted]");
        }
    }

    @Test
    void wrongLines_areToldWithoutWhatStandsThere() {
        String same = Token.fresh().hash();
        List<String> problems = catchThrowableOfType(
                        SettingsException.class, () -> load("""
                changsha-pension: [czt_a_token_and_no_hash]
                changsha-medical:
                  - %s
                  - %s
                changsha-pansion: [%s]
                """.formatted(same, same, same)))
                .problems();
        assertThat(problems.stream()
                        .map(line -> line.substring(line.indexOf("c.yaml")).replace(same, "#")))
                .containsExactly(
                        "c.yaml:1: changsha-pension: found something else (expected: hex SHA-256 of a token: 64 of 0-9, a-f)",
                        "c.yaml:4: changsha-medical: found # twice (expected: once, as in line 3)",
                        "c.yaml:5: changsha-pansion: unknown key (expected: one of changsha-pension, changsha-medical,"
                                + " nearest: changsha-pension)");
    }

    @Test
    void tokenInPlaceOfTheList_isNotShown() {
        assertThat(catchThrowableOfType(SettingsException.class, () -> load("changsha-pension: czt_a_token\n"))
                        .problems())
                .singleElement()
                .asString()
                .doesNotContain("czt_")
                .endsWith("found something else (expected: a list, each hex SHA-256 of a token: 64 of 0-9, a-f)");
    }

    @Test
    void oneTokenForTwoSystems_isRefused() {
        Token token = Token.fresh();
        assertThat(catchThrowableOfType(
                                SettingsException.class,
                                () -> load(Credentials.line("changsha-pension", List.of(token)) + "\n"
                                        + Credentials.line("changsha-medical", List.of(token)) + "\n"))
                        .problems())
                .singleElement()
                .asString()
                .endsWith(
                        "c.yaml:2: changsha-medical: found a token of changsha-pension (expected: a token of its own)");
    }

    private Credentials load(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), text);
        return Credentials.load(file, List.of(PENSION, MEDICAL));
    }
}

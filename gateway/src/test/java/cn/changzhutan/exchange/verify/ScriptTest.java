package cn.changzhutan.exchange.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence needs nothing of this program: a short script over OpenSSL comes to the same judgement. */
class ScriptTest {
    private static final String EVIDENCE = "src/test/resources/evidence/";

    @BeforeAll
    static void needsPythonAndOpenSsl3() throws Exception {
        assumeTrue(run("python3", "--version").status() == 0, "python3");
        assumeTrue(run("openssl", "version").out().startsWith("OpenSSL 3"), "OpenSSL 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "returned", "by-the-receiver", "erased"})
    void validBundle_verifies(String name) throws Exception {
        Run run = verify("valid/" + name);

        assertThat(run.out()).endsWith("VERIFIED\n");
        assertThat(run.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leaf-changed",
                "proof-of-another-leaf",
                "other-origin",
                "swapped-keys",
                "checkpoint-of-a-fork",
                "counterpart-missing",
                "cosignature-of-an-unknown-witness",
                "payload-swapped",
                "record-changed",
                "time-moved",
                "outcome-changed"
            })
    void tamperedBundle_doesNot(String name) throws Exception {
        Run run = verify("tampered/" + name);

        assertThat(run.out()).contains("DOES NOT HOLD: ").doesNotContain("VERIFIED");
        assertThat(run.status()).isEqualTo(1);
    }

    private static Run verify(String bundle) throws Exception {
        return run("python3", "src/test/third-party/verify-bundle.py", EVIDENCE + bundle + ".zip", EVIDENCE + "policy");
    }

    private record Run(int status, String out) {}

    private static Run run(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), out);
        } catch (IOException e) {
            return new Run(-1, "");
        }
    }
}

package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell and OpenSSL 3 alone verify the SM2 line of a checkpoint. Only where OpenSSL 3 is installed. */
class CheckpointOpenSslTest {
    private static final String ORIGIN = "changsha.exchange.example/log";

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws Exception {
        assumeTrue(run("-c", "openssl version | grep -q '^OpenSSL 3'") == 0, "OpenSSL 3 is not installed");
        CityKeys keys = CityKeys.createOrLoad(folder.resolve("keys"));
        writePolicy(keys);
        CheckpointSigner signer = new CheckpointSigner(ORIGIN, keys.ed25519(), keys.sm2());
        Files.writeString(folder.resolve("checkpoint"), signer.sign(new Checkpoint(ORIGIN, 42, new byte[32])));
        try (InputStream script = getClass().getResourceAsStream("/log/verify-sm2-line.sh")) {
            Files.copy(script, folder.resolve("verify.sh"));
        }
    }

    @Test
    void checkpoint_isVerified() throws Exception {
        assertThat(run("verify.sh")).isZero();
        assertThat(folder.resolve("output")).content().isEqualTo("Signature Verified Successfully\n");
    }

    @Test
    void changedSize_isRefused() throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Files.writeString(checkpoint, Files.readString(checkpoint).replace("\n42\n", "\n43\n"));
        assertThat(run("verify.sh")).isNotZero();
    }

    @Test
    void anotherCitysKey_isRefused() throws Exception {
        CityKeys other = CityKeys.createOrLoad(folder.resolve("other"));
        writePolicy(other);
        assertThat(run("verify.sh")).isNotZero();
    }

    private void writePolicy(CityKeys keys) throws Exception {
        Files.writeString(
                folder.resolve("policy"),
                new CityLines(new City("changsha"), ORIGIN, keys, Optional.of("http://127.0.0.1:8101")).toText());
    }

    private int run(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "sh";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
    }
}

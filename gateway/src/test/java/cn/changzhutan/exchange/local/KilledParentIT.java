package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledParentIT {
    @TempDir
    Path folder;

    @Test
    void killedParent_leavesNoServerBehind() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersMain.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle postgres;
        ProcessHandle broker;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            String[] words = out.lines()
                    .filter(line -> line.startsWith("RUNNING "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ");
            postgres = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
            broker = ProcessHandle.of(Long.parseLong(words[2])).orElseThrow();
        }

        parent.destroyForcibly().waitFor();

        postgres.onExit().get(30, TimeUnit.SECONDS);
        broker.onExit().get(30, TimeUnit.SECONDS);
        assertThat(Orphan.find(folder.resolve("postgresql/data"))).isEmpty();
    }
}

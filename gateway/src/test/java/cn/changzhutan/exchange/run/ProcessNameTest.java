package cn.changzhutan.exchange.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessNameTest {
    @TempDir
    Path root;

    @Test
    void name_staysTheSameAfterARestart_andIsAnotherForAnotherProcess() {
        String first = ProcessName.createOrRead(root.resolve("a"));
        assertThat(ProcessName.createOrRead(root.resolve("a"))).isEqualTo(first);
        assertThat(ProcessName.createOrRead(root.resolve("b"))).isNotEqualTo(first);
        assertThat(first).matches("[A-Za-z0-9._-]{1,64}");
    }
}

package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class QuietStackTracesTest {
    @Test
    void messageOfALibrary_keptOut_andOurOwnKept() {
        var failure = new LogUnavailableException(
                "the head could not be locked",
                new IllegalStateException("Key (id)=(430102199003079973)", new ConnectException("Connection refused")));

        String text = QuietStackTraces.text(failure);

        assertThat(text)
                .contains("LogUnavailableException: the head could not be locked")
                .contains("caused by java.lang.IllegalStateException\n")
                .contains("caused by java.net.ConnectException: Connection refused")
                .contains("QuietStackTracesTest.java")
                .doesNotContain("430102199003079973");
    }

    @Test
    void causeThatCausesItself_ends() {
        RuntimeException a = new RuntimeException();
        RuntimeException b = new RuntimeException(a);
        a.initCause(b);

        assertThat(QuietStackTraces.text(a))
                .hasLineCount((int) QuietStackTraces.text(a).lines().count());
    }
}

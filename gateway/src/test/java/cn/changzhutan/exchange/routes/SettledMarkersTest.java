package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettledMarkersTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-22T01:02:03Z");

    @TempDir
    Path folder;

    @Test
    void markerThatEndsALine_isSettledAtOnce() throws Exception {
        assertThat(isSettled("batch=1\n", Duration.ZERO)).isTrue();
        assertThat(isSettled("batch=1\r\n", Duration.ZERO)).isTrue();
    }

    @Test
    void emptyOrHalfMarker_waits_untilNobodyHasTouchedItForFiveSeconds() throws Exception {
        assertThat(isSettled("", Duration.ZERO)).isFalse();
        assertThat(isSettled("batch=1\nofficer=zz-07", Duration.ofMillis(4_999)))
                .isFalse();
        assertThat(isSettled("batch=1\nofficer=zz-07", Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void markerThatIsGone_isNotSettled() {
        File gone = folder.resolve("gone").toFile();
        assertThat(new SettledMarkers(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).isSettled(gone))
                .isFalse();
    }

    private boolean isSettled(String content, Duration age) throws Exception {
        Path marker = Files.writeString(folder.resolve("m"), content);
        Files.setLastModifiedTime(marker, FileTime.from(WRITTEN));
        return new SettledMarkers(Clock.fixed(WRITTEN.plus(age), ZoneOffset.UTC)).isSettled(marker.toFile());
    }
}

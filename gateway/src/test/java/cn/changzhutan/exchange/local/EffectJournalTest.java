package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.changzhutan.exchange.local.EffectJournal.Line;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectJournalTest {
    private static final byte[] CONTENT = "𠮷䶮·".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void sameDeliveryAgain_isARepeat_alsoAfterARestart() throws Exception {
        try (EffectJournal journal = EffectJournal.open(folder, () -> {})) {
            assertThat(journal.take("pension", "a.json", CONTENT)).isEqualTo(Line.EFFECT);
            assertThat(journal.take("pension", "a.json", CONTENT)).isEqualTo(Line.REPEAT);
        }
        try (EffectJournal journal = EffectJournal.open(folder, () -> {})) {
            assertThat(journal.take("pension", "a.json", CONTENT)).isEqualTo(Line.REPEAT);
            assertThat(journal.take("pension", "b.json", CONTENT)).isEqualTo(Line.EFFECT);
            assertThat(journal.count(Line.EFFECT)).isEqualTo(2);
            assertThat(journal.count(Line.REPEAT)).isEqualTo(2);
        }
    }

    @Test
    void otherContentUnderTheSameId_isAConflict_andChangesNothing() throws Exception {
        try (EffectJournal journal = EffectJournal.open(folder, () -> {})) {
            journal.take("pension", "a.json", CONTENT);
            assertThat(journal.take("pension", "a.json", new byte[] {1})).isEqualTo(Line.CONFLICT);
            assertThat(folder.resolve("pension/a.json")).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void closedJournal_takesNothing_andLeavesNoTrace() throws Exception {
        EffectJournal journal = EffectJournal.open(folder, () -> {});
        journal.close();

        assertThatExceptionOfType(ClosedChannelException.class)
                .isThrownBy(() -> journal.take("pension", "a.json", CONTENT));
        assertThat(folder.resolve("pension")).doesNotExist();
    }

    @Test
    void crashBeforeTheLine_isRepairedFromTheFile() throws Exception {
        try (EffectJournal journal = EffectJournal.open(folder, () -> {})) {
            journal.take("pension", "a.json", CONTENT);
        }
        Files.write(folder.resolve("pension/b.json"), CONTENT);
        Files.writeString(folder.resolve("journal.txt"), "EFFE", StandardOpenOption.APPEND);
        try (EffectJournal journal = EffectJournal.open(folder, () -> {})) {
            assertThat(journal.count(Line.EFFECT)).isEqualTo(2);
            assertThat(journal.take("pension", "b.json", CONTENT)).isEqualTo(Line.REPEAT);
        }
        assertThat(folder.resolve("journal.txt"))
                .hasContent("EFFECT pension/a.json\nEFFECT pension/b.json\nREPEAT pension/b.json\n");
    }
}

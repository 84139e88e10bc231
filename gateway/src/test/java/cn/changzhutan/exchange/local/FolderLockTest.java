package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void secondOnTheSameFolder_isRefused_untilTheFirstIsGone() throws Exception {
        FolderLock first = FolderLock.take(folder);
        assertThatThrownBy(() -> FolderLock.take(folder))
                .isInstanceOf(CannotRunException.class)
                .hasMessageStartingWith("Another demo runs on the folder");
        first.close();
        assertThatCode(() -> FolderLock.take(folder).close()).doesNotThrowAnyException();
    }

    @Test
    void folderThatCannotBeMade_isOneClearSentence() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FolderLock.take(file.resolve("demo")))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("cannot be written");
    }
}

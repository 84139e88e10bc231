package cn.changzhutan.exchange.witness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FolderLedgerTest extends WitnessLedgerContract {
    private FolderLedger open;

    @Override
    protected WitnessLedger open() {
        close();
        open = new FolderLedger(folder.resolve("state"));
        return open;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    @Test
    void folderInUse_isNotOpenedTwice() {
        assertThatThrownBy(() -> new FolderLedger(folder.resolve("state")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void damagedFile_isNotTakenForNothingSeen() throws Exception {
        String origin = "changsha.exchange.example/log";
        open.inTurn(origin, page -> {
            page.cosigned(new WitnessLedger.Seen(0, new byte[32], "not a note\n"));
            return null;
        });
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            files.filter(file -> file.toString().endsWith(".new")).forEach(file -> {
                throw new AssertionError("left behind: " + file);
            });
        }

        assertThatThrownBy(() -> open.newest(origin)).isInstanceOf(IllegalStateException.class);
    }
}

package cn.changzhutan.exchange.witness;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.witness.WitnessLedger.Page;
import cn.changzhutan.exchange.witness.WitnessLedger.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every place where a witness keeps its state must do. */
public abstract class WitnessLedgerContract {
    @TempDir
    protected Path folder;

    private SampleLog log;
    private WitnessLedger ledger;

    /** The ledger as a process finds it that starts now; the one before is not used any more. */
    protected abstract WitnessLedger open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        log = new SampleLog("changsha", "changsha.exchange.example/log", CityKeys.createOrLoad(folder.resolve("k")))
                .grow(300, "leaf");
        ledger = open();
    }

    private Seen seen(long size) {
        return new Seen(size, log.root(size), log.note(size));
    }

    @Test
    void logNeverSeen_isEmptyAndNotStopped() {
        assertThat(ledger.newest(log.origin())).isEmpty();
        ledger.inTurn(log.origin(), page -> {
            assertThat(page.cosignedSize()).isZero();
            assertThat(page.newest()).isEmpty();
            assertThat(page.at(0)).isEmpty();
            assertThat(page.isStopped()).isFalse();
            return null;
        });
    }

    @Test
    void cosigned_isThereAfterARestart_ofThatLogAlone() throws Exception {
        record(page -> page.cosigned(seen(7)));
        record(page -> page.cosigned(seen(300)));

        ledger = open();

        assertThat(ledger.newest(log.origin())).get().satisfies(newest -> {
            assertThat(newest.size()).isEqualTo(300);
            assertThat(newest.root()).isEqualTo(log.root(300));
            assertThat(newest.note()).isEqualTo(log.note(300));
        });
        ledger.inTurn(log.origin(), page -> {
            assertThat(page.cosignedSize()).isEqualTo(300);
            assertThat(page.at(300)).map(Seen::note).contains(log.note(300));
            assertThat(page.at(299)).isEmpty();
            return null;
        });
        assertThat(ledger.newest("zhuzhou.exchange.example/log")).isEmpty();
    }

    @Test
    void conflict_stopsTheLogForGood_andOnlyThatLog() throws Exception {
        record(page -> page.cosigned(seen(7)));
        record(page -> page.conflict(seen(7), log.fork().grow(301, "other").note(301)));

        ledger = open();

        assertThat(ledger.<Boolean>inTurn(log.origin(), Page::isStopped)).isTrue();
        assertThat(ledger.<Boolean>inTurn("zhuzhou.exchange.example/log", Page::isStopped))
                .isFalse();
    }

    @Test
    void decisionsOnOneLog_standInLine() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> steps = java.util.Collections.nCopies(
                    20,
                    () -> ledger.inTurn(log.origin(), page -> {
                        long next = page.cosignedSize() + 1;
                        page.cosigned(seen(next));
                        return next;
                    }));

            List<Long> sizes = threads.invokeAll(steps).stream()
                    .map(done -> {
                        try {
                            return done.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();

            assertThat(sizes).doesNotHaveDuplicates().hasSize(20);
            assertThat(ledger.newest(log.origin())).map(Seen::size).contains(20L);
        } finally {
            threads.shutdownNow();
        }
    }

    private void record(java.util.function.Consumer<Page> what) {
        ledger.inTurn(log.origin(), page -> {
            what.accept(page);
            return null;
        });
    }
}

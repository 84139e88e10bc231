package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.local.LocalDatabase;
import cn.changzhutan.exchange.local.LocalServers;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.OutboxStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who goes first when much waits for the log: groups of four items. */
class GroupOrderIT {
    private static final String ORIGIN = "order.exchange.example/log";
    private static final City CITY = new City("changsha");

    @TempDir
    Path folder;

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> callers = new ArrayList<>();
    private final Effect<String> intake = new Recorded(true);
    private final Effect<String> underWay = new Recorded(false);
    private Database database;
    private GroupCommit commits;

    /** Appends nothing; the item "hold" keeps its group open, "error" ends the writer. */
    private final class Recorded implements Effect<String> {
        private final boolean isNew;

        Recorded(boolean isNew) {
            this.isNew = isNew;
        }

        @Override
        public boolean isIntake() {
            return isNew;
        }

        @Override
        public List<List<NewLeaf>> admit(Connection c, List<String> items) {
            order.addAll(items);
            if (items.contains("error")) {
                throw new AssertionError("such as no memory");
            }
            if (items.contains("hold")) {
                held.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return items.stream().map(item -> List.<NewLeaf>of()).toList();
        }

        @Override
        public void store(Connection c, List<String> items, long[] first, GroupSide side) {}
    }

    /** Appends a leaf for each item and sends it. */
    private record Sending(boolean isIntake) implements Effect<String> {
        @Override
        public List<List<NewLeaf>> admit(Connection c, List<String> items) {
            return items.stream()
                    .map(item -> List.of(NewLeaf.of(Leaf.of(LogEvent.KEY_CHANGED, Instant.EPOCH, CITY))))
                    .toList();
        }

        @Override
        public void store(Connection c, List<String> items, long[] first, GroupSide side) {
            for (int i = 0; i < first.length; i++) {
                side.send(first[i], "topic", items.get(i).getBytes(StandardCharsets.US_ASCII), new byte[0]);
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        LocalDatabase.Access access = LocalServers.newDatabase("order");
        database = Database.open(access.url(), access.user(), access.password(), new Properties(), 4);
        database.migrate();
        CityKeys keys = CityKeys.createOrLoad(folder);
        ExchangeLog log = new ExchangeLog(
                database,
                ORIGIN,
                former -> false,
                new CheckpointSigner(ORIGIN, keys.logEd25519(), keys.logSm2()),
                new HeadGuard(folder.resolve("log-head")));
        log.open(List.of());
        commits = new GroupCommit(database, log, new RecentLeaves(16), new OfficeNews(), 4, 100);
        commits.start();
        call(intake, "hold");
        held.await();
    }

    @AfterEach
    void stop() {
        commits.close();
        database.close();
    }

    private void call(Effect<String> effect, String... items) {
        Thread thread = new Thread(() -> commits.append(effect, List.of(items)));
        int before = commits.waiting();
        thread.start();
        await().until(() -> commits.waiting() == before + items.length);
        callers.add(thread);
    }

    private void finish() throws InterruptedException {
        release.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Test
    void whatIsUnderWay_goesBeforeWhatIsNew_thoughItCameLater() throws Exception {
        call(intake, "n", "n", "n", "n");
        call(intake, "m", "m", "m", "m");
        call(underWay, "a", "b", "c", "d");
        finish();

        assertThat(order).startsWith("hold", "a", "b", "c", "d");
    }

    @Test
    void messagesOfSeveralKinds_lieInOneRow_inTheOrderOfTheirLeaves() throws Exception {
        call(new Sending(true), "n", "m");
        call(new Sending(false), "a", "b");
        finish();

        List<OutboxStore.Message> messages = database.once(c -> OutboxStore.from(c, 0, 4, 1));
        assertThat(messages)
                .extracting(message -> message.leafIndex() + new String(message.key(), StandardCharsets.US_ASCII))
                .containsExactly("0a", "1b", "2n", "3m");
    }

    @Test
    void whatIsNew_hasAPlaceInEveryGroup() throws Exception {
        call(underWay, "a", "b", "c", "d");
        call(underWay, "e", "f", "g", "h");
        call(intake, "n", "n", "n", "n");
        finish();

        assertThat(order).containsExactly("hold", "a", "b", "c", "d", "n", "n", "n", "n", "e", "f", "g", "h");
    }

    /** A small group keeps its distance from the one before, and waits for more meanwhile. (Committed or refused: no caller waits for ever.) */
    @Test
    void stoppedWhileAGroupGathers_itsCallersAreTold() throws Exception {
        finish();
        for (int i = 0; i < 50; i++) {
            commits.append(underWay, List.of("a"));
        }
        Thread caller = new Thread(() -> commits.append(underWay, List.of("b")));
        caller.start();
        while (caller.getState() != Thread.State.WAITING && caller.isAlive()) {
            Thread.onSpinWait();
        }
        commits.close();

        caller.join(10_000);
        assertThat(caller.isAlive()).isFalse();
    }

    @Test
    void anErrorThatEndsTheWriter_isToldToItsCaller_andToAllThatComeAfter() throws Exception {
        finish();

        assertThatThrownBy(() -> commits.append(underWay, List.of("error")))
                .isInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(() -> commits.append(underWay, List.of("a"))).isInstanceOf(LogUnavailableException.class);
        assertThat(commits.trouble()).contains("has ended");
        assertThat(commits.waiting()).isZero();
    }
}

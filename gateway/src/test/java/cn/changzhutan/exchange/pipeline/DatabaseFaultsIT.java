package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.chaos.Chaos;
import cn.changzhutan.exchange.chaos.FaultProxy;
import cn.changzhutan.exchange.local.LocalServers;
import cn.changzhutan.exchange.store.LogStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A city whose database is gone, slow, cut off in the middle of a commit, or silent. */
@Tag("chaos")
class DatabaseFaultsIT extends WithCities {
    private static final int CALLERS = 4;

    private final Random dice = Chaos.dice("database");
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Map<String, Answer.Accepted> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private FaultProxy proxy;
    private byte[] content;

    @BeforeEach
    void between() throws Exception {
        proxy = new FaultProxy(LocalServers.database().port());
        content = ThreeCities.sample(CHANGSHA, PENSION, 0);
        cities.databasePorts.put(CHANGSHA, proxy.port());
        cities.databaseProperties.setProperty("socketTimeout", "2");
        cities.start(CHANGSHA);
    }

    @AfterEach
    void end() {
        enough.set(true);
        proxy.pass();
        callers.shutdownNow();
        cities.close();
        proxy.close();
    }

    @Test
    void connectionCutAtAnyByte_whatWasAcknowledgedStandsOnce_theRestAfterItsRepeat() throws Exception {
        int cuts = Chaos.times(20, 300);
        List<Future<?>> work = load(CALLERS);

        for (int i = 0; i < cuts; i++) {
            long before = proxy.faults();
            proxy.faultAfter(1 + dice.nextInt(60_000), FaultProxy.Fault.CUT);
            patience().until(() -> proxy.faults() > before);
        }
        stop(work);

        assertEverythingOnce();
        Chaos.say("database cut " + cuts + " times in mid-commit: acknowledged " + acknowledged.size()
                + ", unknown outcomes " + refused + ", of them found in the log by their repeat " + repeated
                + ", lost 0, repeated 0");
    }

    @Test
    void connectionSilentInMidTransaction_headIsFreedWithoutAHand_alsoIfItsBytesComeLater() throws Exception {
        Assumptions.assumeTrue(Chaos.isLong(), "long form only: the server gives a silent transaction 20 s");
        int stalls = 4;
        List<Future<?>> work = load(CALLERS);

        for (int i = 0; i < stalls; i++) {
            long before = proxy.faults();
            proxy.faultAfter(1 + dice.nextInt(60_000), FaultProxy.Fault.STALL);
            patience().until(() -> proxy.faults() > before);
            int then = acknowledged.size();
            patience().until(() -> acknowledged.size() > then + CALLERS);
            if (i % 2 == 0) {
                proxy.pass(); // a COMMIT that its sender has given up may arrive now
            }
        }
        proxy.pass();
        stop(work);

        assertEverythingOnce();
        Chaos.say("database connection silent " + stalls + " times: acknowledged " + acknowledged.size()
                + ", unknown outcomes " + refused + ", lost 0, repeated 0");
    }

    @Test
    void settings_endASilentTransaction_andQuoteNoValues() throws Exception {
        String limit = cities.databases.get(CHANGSHA).transaction(c -> {
            LogStore.lockHead(c);
            return shown(c, "transaction_timeout");
        });
        assertThat(limit).isEqualTo("20s");
        assertThat((String) cities.databases.get(CHANGSHA).transaction(c -> shown(c, "transaction_timeout")))
                .isEqualTo("0");

        assertThatThrownBy(() -> cities.databases.get(CHANGSHA).run(DatabaseFaultsIT::insertTwice))
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(e.toString() + e.getCause())
                        .doesNotContain("张三")
                        .doesNotContain("430102"));
    }

    private static void insertTwice(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into log_checkpoint (size, note) values (?, ?)")) {
            for (int i = 0; i < 2; i++) {
                s.setLong(1, 7);
                s.setString(2, "张三 430102199003079973");
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    private static String shown(Connection c, String setting) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("show " + setting);
                ResultSet r = s.executeQuery()) {
            r.next();
            return r.getString(1);
        }
    }

    @Test
    void unreachable_allCallersAreToldSo_nothingIsTaken_andItGoesOnByItself() throws Exception {
        Answer.Accepted first = (Answer.Accepted) cities.submit(submission("m-1"));
        proxy.refuse();
        TimeUnit.MILLISECONDS.sleep(1_100); // older than a second, the destinations' budgets are looked at again
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Submission submission = submission("down-" + i);
            answers.add(callers.submit(() -> cities.submit(submission)));
        }

        // were they to wait for one another, they would wait for minutes
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> answers.stream().allMatch(Future::isDone));
        for (Future<Answer> answer : answers) {
            assertThatThrownBy(answer::get).hasCauseInstanceOf(LogUnavailableException.class);
        }
        proxy.pass();

        patience().ignoreExceptions().until(() -> cities.submit(submission("m-2")) instanceof Answer.Accepted);
        assertThat(((Answer.Accepted) cities.submit(submission("m-1")))
                        .receipts()
                        .get(0)
                        .exchange())
                .isEqualTo(first.receipts().get(0).exchange());
        cities.carry();
        assertThat(cities.deliverEverything()).isEqualTo(2);
        cities.carry();
        cities.assertAccounts(2, 2, 0);
        LogCheck.verifiedLeaves(cities, CHANGSHA);
    }

    @Test
    void slow_takesWhatItsQueueHolds_andRefusesTheRest() throws Exception {
        int waiting = 32;
        cities.waiting = waiting;
        cities.start(CHANGSHA);
        proxy.delay(Duration.ofMillis(15));
        AtomicInteger over = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < 3 * waiting; i++) {
            int number = i;
            work.add(callers.submit(() -> {
                for (int message = 0; message < Chaos.times(2, 20); message++) {
                    untilAccepted("slow-" + number + "-" + message, over, most);
                }
                return null;
            }));
        }
        stop(work);
        proxy.pass();

        assertThat(over.get()).isPositive();
        assertThat(most.get()).isLessThanOrEqualTo(waiting);
        assertEverythingOnce();
        Chaos.say("database slow: acknowledged " + acknowledged.size() + ", over capacity " + over
                + ", at most waiting " + most + " of " + waiting);
    }

    private void untilAccepted(String messageId, AtomicInteger over, AtomicInteger most) throws Exception {
        while (true) {
            try {
                acknowledge(messageId, cities.submit(submission(messageId)));
                return;
            } catch (OverCapacityException e) {
                if (over.getAndIncrement() % 16 == 0) { // each look is slow as well
                    most.accumulateAndGet(cities.nodes.get(CHANGSHA).numbers().waiting(), Math::max);
                }
                pause();
            }
        }
    }

    private List<Future<?>> load(int threads) {
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int caller = i;
            work.add(callers.submit(() -> {
                for (int batch = 0; !enough.get(); batch++) {
                    send(caller + "-" + batch);
                }
                return null;
            }));
        }
        return work;
    }

    /** One batch, with the same message ids until it is acknowledged. */
    private void send(String batch) throws Exception {
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            submissions.add(submission(batch + "-" + i));
        }
        boolean unknown = false;
        while (true) {
            try {
                List<Answer> answers = cities.submit(submissions);
                for (int i = 0; i < answers.size(); i++) {
                    acknowledge(submissions.get(i).messageId(), answers.get(i));
                }
                if (unknown && ((Answer.Accepted) answers.get(0)).repeated()) {
                    repeated.addAndGet(answers.size());
                }
                return;
            } catch (LogUnavailableException e) {
                refused.addAndGet(submissions.size());
                unknown = true;
                pause();
            }
        }
    }

    private void acknowledge(String messageId, Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        assertThat(acknowledged.put(messageId, (Answer.Accepted) answer)).isNull();
    }

    /** A caller's own pause before it asks again. */
    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(20);
    }

    private void stop(List<Future<?>> work) throws Exception {
        enough.set(true);
        for (Future<?> each : work) {
            each.get(3, TimeUnit.MINUTES);
        }
    }

    private void assertEverythingOnce() throws Exception {
        List<String> leaves = LogCheck.verifiedLeaves(cities, CHANGSHA);
        List<String> accepted = leaves.stream()
                .filter(leaf -> leaf.contains("\"event\":\"ACCEPTED\""))
                .toList();
        assertThat(accepted)
                .containsExactlyInAnyOrderElementsOf(acknowledged.values().stream()
                        .map(answer -> answer.receipts().get(0).leaf())
                        .toList());
        cities.carry();
        assertThat(cities.deliverEverything()).isEqualTo(acknowledged.size());
        cities.carry();
        cities.assertAccounts(acknowledged.size(), acknowledged.size(), 0);
        LogCheck.verifiedLeaves(cities, CHANGSHA);
        LogCheck.verifiedLeaves(cities, ZHUZHOU);
    }

    private Submission submission(String messageId) {
        return cities.submission(CHANGSHA, PENSION, content, messageId, ZHUZHOU);
    }

    private static org.awaitility.core.ConditionFactory patience() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5));
    }
}

package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.MEDICAL;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.BusinessDay;
import cn.changzhutan.exchange.audit.DailyTasks;
import cn.changzhutan.exchange.audit.Erasing.Erasure;
import cn.changzhutan.exchange.audit.Erasing.Objection;
import cn.changzhutan.exchange.audit.Erasing.State;
import cn.changzhutan.exchange.audit.ErasureOffice;
import cn.changzhutan.exchange.audit.Indexer;
import cn.changzhutan.exchange.audit.PeerStatements;
import cn.changzhutan.exchange.audit.Reconciler;
import cn.changzhutan.exchange.audit.Reconciliation;
import cn.changzhutan.exchange.audit.Retention;
import cn.changzhutan.exchange.audit.Statement;
import cn.changzhutan.exchange.audit.StatementItem;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.pipeline.Erasures.Fate;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.SideRowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a city does with its books: erasures that people ask for, and what comes by itself once a day. */
class RecordsOfACityIT {
    private static final Caller OPERATOR = new Caller("changsha-operator", Role.OPERATOR);
    private static final Caller ADMIN = new Caller("changsha-admin", Role.ADMIN);

    @TempDir
    private Path folder;

    private ThreeCities cities;
    private Database database;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
        database = cities.databases.get(CHANGSHA);
    }

    @AfterEach
    void stop() {
        cities.close();
    }

    @Test
    void person_isErasedFromEveryClosedExchange_onceTwoUsersAgree() throws Exception {
        ExchangeId closed = send(PENSION, "m-1");
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        ExchangeId open = send(PENSION, "m-2");
        ExchangeId other = send(MEDICAL, "m-3");
        String person = Json.parse(ThreeCities.sample(CHANGSHA, PENSION, 0))
                .path("idCard")
                .asText();
        ErasureOffice office = office(true);

        Erasure asked = office.requestOf(OPERATOR, "RESIDENT_ID", person, ErasureGround.CONSENT_WITHDRAWN);
        assertThat(asked.state()).isEqualTo(State.WAITING);
        assertThat(asked.exchanges()).isEqualTo(2);
        assertThat(office.approve(OPERATOR, asked.id()).objection()).contains(Objection.SAME_USER);
        assertThat(office.find(asked.id()).orElseThrow().erased()).isEmpty();

        Erasure done = office.approve(ADMIN, asked.id()).erasure().orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.erased()).contains(1);
        assertThat(done.open()).isEqualTo(1);
        assertThat(done.approvedBy()).contains("changsha-admin");
        assertThat(office.approve(ADMIN, asked.id()).objection()).contains(Objection.DONE);
        assertThat(fate(closed)).isEqualTo(Fate.ALREADY);
        assertThat(fate(other)).isEqualTo(Fate.OPEN);

        // Nobody finds the erased exchange by the person any more; the open one is still there.
        Erasure again = office(false).requestOf(OPERATOR, "RESIDENT_ID", person, ErasureGround.CONSENT_WITHDRAWN);
        assertThat(again.exchanges()).isEqualTo(1);
        assertThat(again.state()).isEqualTo(State.DONE);
        assertThat(fate(open)).isEqualTo(Fate.OPEN);
        assertThat(office.approve(ADMIN, new java.util.UUID(1, 1)).objection()).contains(Objection.UNKNOWN);
    }

    @Test
    void onceADay_theDayBeforeIsCompared_missedDaysToo_andRetentionEnds() throws Exception {
        ExchangeId exchange = send(PENSION, "m-1");
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        BusinessDay first = BusinessDay.today(cities.clock);
        Reconciler reconciler = new Reconciler(
                CHANGSHA,
                List.of(ZHUZHOU),
                database,
                silent(),
                cities.nodes.get(CHANGSHA).entries(),
                cities.clock);
        DailyTasks tasks = new DailyTasks(
                database,
                reconciler,
                new Retention(
                        database,
                        cities.nodes.get(CHANGSHA).erasures(),
                        Period.ofYears(3),
                        Period.ofMonths(6),
                        cities.clock),
                LocalTime.of(3, 30),
                cities.clock);

        tasks.tick();
        // It is 10:00 in Shanghai: at 03:29 of the next day nothing is due, a minute later the day is compared.
        cities.clock.move(Duration.ofHours(17).plusMinutes(29));
        tasks.tick();
        assertThat(reconciler.latest(first)).isEmpty();
        cities.clock.move(Duration.ofMinutes(1));
        tasks.tick();
        assertThat(reconciler.latest(first))
                .extracting(Reconciliation::outcome)
                .containsExactly(Reconciliation.Outcome.INCOMPLETE);

        cities.clock.move(Duration.ofDays(3));
        tasks.tick();
        assertThat(reconciler.latest(new BusinessDay(first.date().plusDays(2)))).hasSize(1);
        long size = cities.nodes.get(CHANGSHA).numbers().logSize();
        tasks.tick();
        assertThat(cities.nodes.get(CHANGSHA).numbers().logSize()).isEqualTo(size);

        cities.clock.move(Duration.ofDays(3 * 365 - 10));
        tasks.tick();
        assertThat(fate(exchange)).isEqualTo(Fate.ERASED);
    }

    @Test
    void closedThreeYearsAgo_isErasedByItself() throws Exception {
        ExchangeId exchange = send(PENSION, "m-1");
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        Retention retention = new Retention(
                database, cities.nodes.get(CHANGSHA).erasures(), Period.ofYears(3), Period.ofMonths(6), cities.clock);

        cities.clock.move(Duration.ofDays(3 * 365));
        assertThat(retention.sweep()).isZero();
        cities.clock.move(Duration.ofDays(2));
        assertThat(retention.sweep()).isEqualTo(1);

        assertThat(retention.sweep()).isZero();
        assertThat(fate(exchange)).isEqualTo(Fate.ALREADY);
    }

    @Test
    void questionOfThreeYearsAgo_isForgotten_andItsEntryStays() throws Exception {
        LogEntries entries = cities.nodes.get(CHANGSHA).entries();
        long index = entries.append(
                entries.leaf(LogEvent.LOG_QUERIED).build(),
                (c, at) -> SideRowStore.saveQuery(c, at, new byte[] {1, 2, 3}));
        new Indexer(database, cities.keys.get(CHANGSHA)).catchUp();
        Retention retention = new Retention(
                database, cities.nodes.get(CHANGSHA).erasures(), Period.ofYears(3), Period.ofMonths(6), cities.clock);

        retention.sweep();
        assertThat(questions(index)).containsOnlyKeys(index);
        cities.clock.move(Duration.ofDays(3 * 365 + 2));
        retention.sweep();

        assertThat(questions(index)).isEmpty();
        Optional<byte[]> leaf = database.transaction(c -> LogStore.readLeaf(c, index));
        assertThat(leaf).isPresent();
    }

    private Map<Long, byte[]> questions(long index) throws Exception {
        return database.transaction(c -> SideRowStore.queries(c, List.of(index)));
    }

    private ErasureOffice office(boolean secondApprover) {
        return new ErasureOffice(
                database,
                cities.nodes.get(CHANGSHA).erasures(),
                cities.keys.get(CHANGSHA),
                secondApprover,
                cities.clock);
    }

    private static PeerStatements silent() {
        return new PeerStatements() {
            @Override
            public Statement of(City peer, BusinessDay day) throws PeerUnavailableException {
                throw new PeerUnavailableException("UNREACHABLE");
            }

            @Override
            public List<StatementItem> items(
                    City peer, BusinessDay day, Statement.Key key, Optional<ExchangeId> after) {
                return List.of();
            }
        };
    }

    private ExchangeId send(RecordType type, String id) throws Exception {
        Answer answer =
                cities.submit(cities.submission(CHANGSHA, type, ThreeCities.sample(CHANGSHA, type, 0), id, ZHUZHOU));
        return ((Answer.Accepted) answer).receipts().get(0).exchange();
    }

    private Fate fate(ExchangeId exchange) {
        return cities.nodes
                .get(CHANGSHA)
                .erasures()
                .erase(List.of(exchange), ErasureGround.OTHER_LAW)
                .get(exchange);
    }
}

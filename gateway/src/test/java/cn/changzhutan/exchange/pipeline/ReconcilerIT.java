package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.MEDICAL;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.audit.BusinessDay;
import cn.changzhutan.exchange.audit.Flow;
import cn.changzhutan.exchange.audit.PeerStatements;
import cn.changzhutan.exchange.audit.Reconciler;
import cn.changzhutan.exchange.audit.Reconciliation;
import cn.changzhutan.exchange.audit.Reconciliation.Mismatch;
import cn.changzhutan.exchange.audit.Reconciliation.Outcome;
import cn.changzhutan.exchange.audit.Statement;
import cn.changzhutan.exchange.audit.StatementItem;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.LogStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two cities' days compared, on real databases; what HTTP does between them is proved elsewhere. */
class ReconcilerIT {
    @TempDir
    private Path folder;

    private ThreeCities cities;
    private final Map<City, Reconciler> reconcilers = new TreeMap<>();
    private final Set<City> away = new TreeSet<>();
    private BusinessDay day;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
        day = BusinessDay.today(cities.clock);
        for (City city : cities.nodes.keySet()) {
            List<City> others = cities.nodes.keySet().stream()
                    .filter(each -> !each.equals(city))
                    .toList();
            reconcilers.put(
                    city,
                    new Reconciler(
                            city,
                            others,
                            cities.databases.get(city),
                            calling(city),
                            cities.nodes.get(city).entries(),
                            cities.clock));
        }
    }

    @AfterEach
    void stop() {
        cities.close();
    }

    @Test
    void everythingArrived_balancesInBothCities_andIsLogged() throws Exception {
        send(PENSION, 3);
        List<ExchangeId> medical = send(MEDICAL, 2);
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.nodes
                .get(ZHUZHOU)
                .deliveries()
                .returned(Map.of(medical.get(0), new ReturnReason("PERSON_UNKNOWN", "查无此人")));
        cities.carry();

        Reconciliation sent = with(ZHUZHOU, reconcilers.get(CHANGSHA).run(day));
        Reconciliation received = with(CHANGSHA, reconcilers.get(ZHUZHOU).run(day));

        assertThat(List.of(sent.outcome(), received.outcome())).containsOnly(Outcome.BALANCED);
        JsonNode line = line(sent, "pension");
        assertThat(line.path("here").path("delivered").asInt()).isEqualTo(3);
        assertThat(line.path("here").path("amounts").asInt()).isEqualTo(3);
        assertThat(line.path("here").path("amount").asText())
                .isEqualTo(line.path("there").path("amount").asText())
                .isEqualTo("25350.30");
        JsonNode clinical = line(received, "medical");
        assertThat(clinical.path("here").path("pending").asInt()).isEqualTo(1);
        assertThat(clinical.path("there").path("returned").asInt()).isEqualTo(1);
        Leaf leaf = leaf(CHANGSHA, sent.logIndex());
        assertThat(leaf.event()).isEqualTo(LogEvent.RECONCILED);
        assertThat(leaf.to()).contains(ZHUZHOU);
        assertThat(leaf.outcome()).contains("BALANCED");
        assertThat(leaf.recordDigest())
                .contains(HexFormat.of().formatHex(Sm3.digest(sent.result().getBytes(StandardCharsets.UTF_8))));
        assertThat(with(XIANGTAN, reconcilers.get(CHANGSHA).latest(day)).outcome())
                .isEqualTo(Outcome.BALANCED);

        erase(CHANGSHA);
        assertThat(with(ZHUZHOU, reconcilers.get(CHANGSHA).run(day)).outcome()).isEqualTo(Outcome.BALANCED);
    }

    @Test
    void lostChangedAndUnderWay_areListedByExchange_andPaged() throws Exception {
        List<ExchangeId> sent = send(PENSION, 4);
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        List<ExchangeId> underWay = send(PENSION, 1);
        change(ZHUZHOU, "delete from inbox where id = '" + sent.get(0) + "'");
        change(ZHUZHOU, "update inbox set amount = amount + 0.01 where id = '" + sent.get(1) + "'");
        change(CHANGSHA, "update exchange set state = 'RETURNED' where id = '" + sent.get(2) + "'");

        Reconciliation result = with(ZHUZHOU, reconcilers.get(CHANGSHA).run(day));

        assertThat(result.outcome()).isEqualTo(Outcome.UNBALANCED);
        List<Mismatch> found = new ArrayList<>();
        Optional<ExchangeId> after = Optional.empty();
        Reconciliation.Page page = reconcilers.get(CHANGSHA).mismatches(day, ZHUZHOU, after, 3);
        while (!page.items().isEmpty()) {
            found.addAll(page.items());
            page = reconcilers.get(CHANGSHA).mismatches(day, ZHUZHOU, page.next(), 3);
        }
        String amount = found.get(0).here().orElseThrow().replaceFirst(".* ", "");
        assertThat(found).allSatisfy(mismatch -> assertThat(mismatch.flow()).isEqualTo(Flow.SENT));
        assertThat(found)
                .extracting(mismatch -> mismatch.exchange()
                        + " " + mismatch.here().orElse("-").replace(amount, "A") + " / "
                        + mismatch.there().orElse("-").replace(amount, "A").replaceFirst("\\d+\\.\\d\\d$", "B"))
                .containsExactlyInAnyOrder(
                        sent.get(0) + " DELIVERED A / -",
                        sent.get(1) + " DELIVERED A / DELIVERED B",
                        sent.get(2) + " RETURNED A / DELIVERED A",
                        underWay.get(0) + " OPEN A / -");
        assertThat(Json.parse(result.result()).path("mismatches").asInt()).isEqualTo(4);
    }

    @Test
    void cityThatCannotBeAsked_isIncompleteOnce_andComparedWhenItIsBack() throws Exception {
        send(PENSION, 1);
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        away.add(ZHUZHOU);
        Reconciler reconciler = reconcilers.get(CHANGSHA);

        assertThat(reconciler.catchUp(day)).isFalse();
        assertThat(reconciler.catchUp(day)).isFalse();

        assertThat(with(ZHUZHOU, reconciler.latest(day)).outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(with(ZHUZHOU, reconciler.latest(day)).result()).contains("\"trouble\":\"UNREACHABLE\"");
        assertThat(with(XIANGTAN, reconciler.latest(day)).outcome()).isEqualTo(Outcome.BALANCED);
        assertThat(reconciled(CHANGSHA)).isEqualTo(2);

        away.clear();
        assertThat(reconciler.catchUp(day)).isTrue();
        assertThat(reconciler.catchUp(day)).isTrue();
        assertThat(with(ZHUZHOU, reconciler.latest(day)).outcome()).isEqualTo(Outcome.BALANCED);
        assertThat(reconciled(CHANGSHA)).isEqualTo(3);
    }

    @Test
    void exchangeCountsOnTheDayOfItsAcceptance_inShanghai() throws Exception {
        // 2026-11-22T02:00Z is 10:00 in Shanghai; 14 hours later it is midnight there
        cities.clock.move(Duration.ofHours(14).minusNanos(1));
        send(PENSION, 1);
        cities.clock.move(Duration.ofNanos(1));
        send(PENSION, 2);
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();

        BusinessDay next = BusinessDay.parse("2026-11-23");
        Reconciliation first = with(ZHUZHOU, reconcilers.get(CHANGSHA).run(day));
        Reconciliation second = with(ZHUZHOU, reconcilers.get(CHANGSHA).run(next));

        assertThat(first.outcome()).isEqualTo(Outcome.BALANCED);
        assertThat(second.outcome()).isEqualTo(Outcome.BALANCED);
        assertThat(line(first, "pension").path("here").path("accepted").asInt()).isEqualTo(1);
        assertThat(line(second, "pension").path("there").path("accepted").asInt())
                .isEqualTo(2);
    }

    private PeerStatements calling(City caller) {
        return new PeerStatements() {
            @Override
            public Statement of(City peer, BusinessDay asked) throws PeerUnavailableException {
                return there(peer).statement(asked, caller);
            }

            @Override
            public List<StatementItem> items(
                    City peer, BusinessDay asked, Statement.Key key, Optional<ExchangeId> after)
                    throws PeerUnavailableException {
                return there(peer).items(asked, caller, key, after, 2);
            }

            private Reconciler there(City peer) throws PeerUnavailableException {
                if (away.contains(peer)) {
                    throw new PeerUnavailableException("UNREACHABLE");
                }
                return reconcilers.get(peer);
            }
        };
    }

    private List<ExchangeId> send(RecordType type, int count) throws Exception {
        List<ExchangeId> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "m-" + cities.nodes.get(CHANGSHA).numbers().logSize();
            Answer answer = cities.submit(
                    cities.submission(CHANGSHA, type, ThreeCities.sample(CHANGSHA, type, 0), id, ZHUZHOU));
            sent.add(((Answer.Accepted) answer).receipts().get(0).exchange());
        }
        return sent;
    }

    private void erase(City city) throws Exception {
        List<ExchangeId> all = new ArrayList<>();
        Statement.Key key = new Statement.Key(Flow.SENT, PENSION);
        reconcilers.get(city).items(day, ZHUZHOU, key, Optional.empty(), 100).forEach(item -> all.add(item.exchange()));
        assertThat(cities.nodes.get(city).erasures().erase(all, ErasureGround.OTHER_LAW))
                .hasSize(3);
    }

    private static Reconciliation with(City peer, List<Reconciliation> results) {
        return results.stream()
                .filter(each -> each.peer().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode line(Reconciliation result, String kind) {
        for (JsonNode line : Json.parse(result.result()).path("lines")) {
            if (line.path("kind").asText().equals(kind)) {
                return line;
            }
        }
        throw new AssertionError("no line of " + kind + " in " + result.result());
    }

    private void change(City city, String sql) throws Exception {
        cities.databases.get(city).run(c -> {
            try (var s = c.prepareStatement(sql)) {
                assertThat(s.executeUpdate()).isEqualTo(1);
            }
        });
    }

    private Leaf leaf(City city, long index) throws Exception {
        return Leaf.parse(cities.databases
                .get(city)
                .transaction(c -> LogStore.readLeaf(c, index))
                .orElseThrow());
    }

    private long reconciled(City city) throws Exception {
        long count = 0;
        for (long i = 0; i < cities.nodes.get(city).numbers().logSize(); i++) {
            count += leaf(city, i).event() == LogEvent.RECONCILED ? 1 : 0;
        }
        return count;
    }
}

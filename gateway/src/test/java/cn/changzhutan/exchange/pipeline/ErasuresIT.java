package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.MEDICAL;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.log.CheckpointVerifier;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.pipeline.Erasures.Fate;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ErasureStore;
import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.ReceivedStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is left of an exchange when its payload is erased, in both cities. */
class ErasuresIT extends WithCities {
    @Test
    void erased_nothingOpensThePayload_andEveryProofHolds() throws Exception {
        Submission message = message(PENSION, "m-1");
        ExchangeId delivered = send(message);
        ExchangeId returned = send(message(MEDICAL, "m-2"));
        cities.carry();
        assertThat(fates(CHANGSHA, delivered)).containsExactly(Fate.OPEN);
        assertThat(fates(ZHUZHOU, delivered)).containsExactly(Fate.OPEN);
        cities.deliver(ZHUZHOU, PENSION);
        cities.nodes
                .get(ZHUZHOU)
                .deliveries()
                .returned(Map.of(returned, new ReturnReason("PERSON_UNKNOWN", "查无此人 王明")));
        cities.carry();
        BackOffice.View before = view(delivered, PENSION);
        assertThat(view(returned, MEDICAL).returned().orElseThrow().text()).isEqualTo("查无此人 王明");
        byte[] envelope = content(delivered).envelope();
        assertThat(contains(database(ZHUZHOU), envelope)).isTrue();

        ExchangeId unknown = ExchangeId.next(cities.clock);
        for (City city : List.of(CHANGSHA, ZHUZHOU)) {
            assertThat(fates(city, delivered, returned, unknown))
                    .containsExactly(Fate.ERASED, Fate.ERASED, Fate.UNKNOWN);
            assertThat(fates(city, delivered, returned)).containsExactly(Fate.ALREADY, Fate.ALREADY);
        }

        ExchangeStore.Row sent = cities.databases
                .get(CHANGSHA)
                .transaction(c -> ExchangeStore.byId(c, returned.value()))
                .orElseThrow();
        assertThat(sent.recordKey()).isNull();
        assertThat(sent.returnKey()).isNull();
        assertThat(sent.returnSlip()).isNull();
        assertThat(content(delivered).recordKey()).isNull();
        assertThat(content(delivered).envelope()).isEmpty();
        assertThat(received(delivered).orderingKey()).isEmpty();
        assertThat(received(delivered).amount()).isNull();
        assertThat(contains(database(ZHUZHOU), envelope)).isFalse();

        BackOffice.View after = view(delivered, PENSION);
        assertThat(after.leaf()).isEqualTo(before.leaf());
        assertThat(after.state()).isEqualTo(before.state());
        verify(after.leaf(), after.proof());
        verify(before.leaf(), before.proof());
        assertThat(view(returned, MEDICAL).returned()).contains(new ReturnReason("PERSON_UNKNOWN", ""));
        assertThat(((Answer.Accepted) cities.submit(message)).repeated()).isTrue();
        assertThat(lastLeaf(CHANGSHA).outcome()).contains("CONSENT_WITHDRAWN");
        assertThat(lastLeaf(CHANGSHA).exchange()).contains(returned);
    }

    @Test
    void afterRetention_whatWasClosedBeforeIsDue() throws Exception {
        ExchangeId old = send(message(PENSION, "m-1"));
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        cities.clock.move(Duration.ofDays(10));
        send(message(PENSION, "m-2"));

        for (City city : List.of(CHANGSHA, ZHUZHOU)) {
            assertThat(due(city, Duration.ofDays(9))).containsExactly(old.value());
            assertThat(due(city, Duration.ofDays(11))).isEmpty();
            fates(city, old);
            assertThat(due(city, Duration.ZERO)).isEmpty();
        }
    }

    private List<UUID> due(City city, Duration retention) throws Exception {
        return database(city)
                .transaction(
                        c -> ErasureStore.retained(c, cities.clock.instant().minus(retention), 10));
    }

    private Submission message(RecordType type, String id) throws Exception {
        return cities.submission(CHANGSHA, type, ThreeCities.sample(CHANGSHA, type, 0), id, ZHUZHOU);
    }

    private ExchangeId send(Submission message) {
        return ((Answer.Accepted) cities.submit(message)).receipts().get(0).exchange();
    }

    private List<Fate> fates(City city, ExchangeId... exchanges) {
        return List.copyOf(cities.nodes
                .get(city)
                .erasures()
                .erase(List.of(exchanges), ErasureGround.CONSENT_WITHDRAWN)
                .values());
    }

    private BackOffice.View view(ExchangeId exchange, RecordType type) {
        return cities.nodes
                .get(CHANGSHA)
                .backOffice()
                .exchange(empty(type).system(), exchange)
                .orElseThrow();
    }

    private Submission empty(RecordType type) {
        return cities.submission(CHANGSHA, type, new byte[0], "", ZHUZHOU);
    }

    private InboxStore.Row received(ExchangeId exchange) throws Exception {
        return cities.databases
                .get(ZHUZHOU)
                .transaction(c -> InboxStore.byIds(c, List.of(exchange.value())))
                .get(exchange.value());
    }

    private ReceivedStore.Content content(ExchangeId exchange) throws Exception {
        long index = received(exchange).receivedIndex();
        return cities.databases
                .get(ZHUZHOU)
                .transaction(c -> ReceivedStore.byIndexes(c, List.of(index)))
                .get(index);
    }

    private void verify(String leaf, String proof) throws Exception {
        String origin = cities.settings.cities().get(CHANGSHA).origin();
        CheckpointVerifier log =
                new CheckpointVerifier(origin, cities.keys.get(CHANGSHA).publicKeys());
        LogProof.parse(proof).verify(leaf.getBytes(StandardCharsets.UTF_8), log);
    }

    private Leaf lastLeaf(City city) throws Exception {
        long last = cities.nodes.get(city).numbers().logSize() - 1;
        return Leaf.parse(cities.databases
                .get(city)
                .transaction(c -> LogStore.readLeaf(c, last))
                .orElseThrow());
    }

    private Database database(City city) {
        return cities.databases.get(city);
    }

    /** Whether the envelope lies anywhere among what the city received. */
    private static boolean contains(Database database, byte[] envelope) throws Exception {
        return database.transaction(c -> {
            try (var s = c.prepareStatement("select count(*) from received_content where envelope = ?")) {
                s.setBytes(1, envelope);
                try (var r = s.executeQuery()) {
                    r.next();
                    return r.getLong(1) > 0;
                }
            }
        });
    }
}

package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.audit.BlindIndex;
import cn.changzhutan.exchange.audit.Indexer;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.IndexStore;
import cn.changzhutan.exchange.store.IndexStore.Entry;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The search index behind real logs: filled, closed, erased, filled again. Stands here for the harness of three cities. */
class SearchIndexIT extends WithCities {
    @Test
    void personOfARecord_isFoundInBothCities_withWhatBecameOfIt_andTheSameAfterReindexing() throws Exception {
        ExchangeId toZhuzhou = send("m-1", ZHUZHOU);
        ExchangeId toXiangtan = send("m-2", XIANGTAN);
        indexer(CHANGSHA).catchUp();
        assertThat(found(CHANGSHA)).extracting(entry -> entry.facts().outcome()).containsOnly("OPEN");

        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        refuse(XIANGTAN, toXiangtan);
        cities.carry();
        List<Entry> atSender = caughtUp(CHANGSHA);
        List<Entry> atReceiver = caughtUp(ZHUZHOU);

        assertThat(atSender)
                .extracting(entry -> new ExchangeId(entry.exchange()))
                .containsExactly(toZhuzhou, toXiangtan);
        assertThat(atSender)
                .extracting(
                        entry -> entry.facts().outcome() + "/" + entry.facts().code())
                .containsExactly("DELIVERED/", "RETURNED/WRONG_PERSON");
        Entry received = atReceiver.get(0);
        assertThat(received.facts())
                .isEqualTo(new cn.changzhutan.exchange.store.Facts(
                        "RECEIVED",
                        "changsha",
                        cities.receiver(ZHUZHOU, PENSION).value(),
                        "changsha-pension",
                        "pension",
                        "PARTICIPATION",
                        atSender.get(0).facts().purpose(),
                        "STATUTORY_DUTY",
                        atSender.get(0).facts().agreement(),
                        "DELIVERED",
                        ""));
        assertThat(received.closedAt()).isNotNull();

        indexer(CHANGSHA).clear();
        assertThat(found(CHANGSHA)).isEmpty();
        assertThat(caughtUp(CHANGSHA)).isEqualTo(atSender);
    }

    @Test
    void erasedExchange_isNotFoundByItsPersonAgain_alsoWhenIndexedLate() throws Exception {
        ExchangeId first = send("m-1", ZHUZHOU);
        ExchangeId second = send("m-2", ZHUZHOU);
        LogEntries entries = cities.nodes.get(CHANGSHA).entries();
        caughtUp(CHANGSHA);

        entries.append(
                entries.leaf(LogEvent.ERASED).exchange(first).outcome("TEST").build(), LogEntries.Side.NOTHING);
        assertThat(caughtUp(CHANGSHA))
                .extracting(entry -> new ExchangeId(entry.exchange()))
                .containsExactly(second);

        cities.databases.get(CHANGSHA).run(c -> {
            try (var s = c.prepareStatement("update exchange set record_key = null where id = ?")) {
                s.setObject(1, second.value());
                s.executeUpdate();
            }
        });
        indexer(CHANGSHA).clear();
        assertThat(caughtUp(CHANGSHA)).isEmpty();
    }

    @Test
    void logOfSeveralBatches_isFilledToItsHead() throws Exception {
        LogEntries entries = cities.nodes.get(CHANGSHA).entries();
        for (int i = 0; i < 600; i++) {
            entries.append(entries.leaf(LogEvent.KEY_CHANGED).outcome("N" + i).build(), LogEntries.Side.NOTHING);
        }
        ExchangeId last = send("m-1", ZHUZHOU);

        assertThat(caughtUp(CHANGSHA))
                .extracting(entry -> new ExchangeId(entry.exchange()))
                .containsExactly(last);
        assertThat(cities.databases.get(CHANGSHA).transaction(IndexStore::cursor))
                .isEqualTo(cities.nodes.get(CHANGSHA).numbers().logSize());
    }

    private ExchangeId send(String messageId, City to) throws Exception {
        Answer answer = cities.submit(
                cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 2), messageId, to));
        return ((Answer.Accepted) answer).receipts().get(0).exchange();
    }

    private void refuse(City city, ExchangeId exchange) {
        cities.nodes
                .get(city)
                .backOffice()
                .giveBack(cities.receiver(city, PENSION), Map.of(exchange, new ReturnReason("WRONG_PERSON", "查无此人")));
    }

    private Indexer indexer(City city) {
        return new Indexer(cities.databases.get(city), cities.keys.get(city));
    }

    private List<Entry> caughtUp(City city) throws SQLException {
        indexer(city).catchUp();
        return found(city);
    }

    private List<Entry> found(City city) throws SQLException {
        byte[] tag =
                new BlindIndex(cities.keys.get(city).secret("index")).person("RESIDENT_ID", " 43010419821123039x ");
        return cities.databases.get(city).transaction(c -> IndexStore.exchangesOf(c, tag, -1, 100));
    }
}

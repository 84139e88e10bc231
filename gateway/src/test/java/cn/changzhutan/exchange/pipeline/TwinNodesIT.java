package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import cn.changzhutan.exchange.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes of one city on one database: what the one did or was asked for is not lost on the one that has the duty. */
class TwinNodesIT extends WithCities {
    private final List<AutoCloseable> twins = new ArrayList<>();

    @AfterEach
    void stopTwins() throws Exception {
        for (AutoCloseable twin : twins) {
            twin.close();
        }
    }

    private ExchangeNode twin(City city) {
        Database database = cities.databaseOf(city);
        ExchangeNode twin = cities.twin(city, database);
        twin.open(cities.files);
        twins.add(twin);
        twins.add(database);
        return twin;
    }

    @Test
    void acceptedByTheOtherProcess_isPublishedByTheOneThatHasTheDuty_whichIsIdle() throws Exception {
        ExchangeNode first = cities.nodes.get(CHANGSHA);
        cities.publish(CHANGSHA); // takes the duty
        ExchangeNode twin = twin(CHANGSHA);

        assertThat(twin.outbound()
                        .seal(twin.outbound().authorise(twin.outbound().map(List.of(cities.pension("m-1")))))
                        .get())
                .hasSize(1);

        assertThat(twin.outbox().next(500).messages()).isEmpty();
        List<Outgoing> published = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            published.addAll(cities.publish(CHANGSHA));
            assertThat(published).anyMatch(message -> message.topic().equals(Topics.records(CHANGSHA, ZHUZHOU)));
        });
        published.forEach(cities::hand);
        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(1);
        assertThat(first.view().size()).isEqualTo(twin.view().size());
    }

    @Test
    void repeatMeetsTheProcessWithoutTheDuty_receiptIsSentAgainAllTheSame() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.publish(CHANGSHA).forEach(cities::hand);
        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(1);
        cities.publish(ZHUZHOU).stream()
                .filter(message -> !message.topic().startsWith(Topics.RECEIPTS)) // the broker loses the receipt
                .forEach(cities::hand);
        ExchangeNode twin = twin(ZHUZHOU);
        cities.clock.move(ThreeCities.REPUBLISH_AFTER.plusSeconds(1));

        for (Outgoing again : cities.publish(CHANGSHA)) {
            Arrival arrival = cities.arrival(again);
            if (again.topic().equals(Topics.records(CHANGSHA, ZHUZHOU))) {
                twin.inbound().receive(twin.inbound().open(List.of(arrival)));
            } else {
                cities.hand(again);
            }
        }
        Publication beside = twin.outbox().next(500);

        assertThat(beside.messages()).extracting(Outgoing::topic).containsExactly(Topics.receipts(ZHUZHOU, CHANGSHA));
        beside.messages().forEach(cities::hand);
        cities.assertAccounts(1, 1, 0);
        twin.outbox().published(beside);
        assertThat(twin.outbox().next(500).isEmpty()).isTrue();
    }

    @Test
    void askMeetsTheProcessWithoutTheDuty_itAnswersWithWhatWasPublished() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.carry();
        ExchangeNode twin = twin(CHANGSHA);
        String origin = cities.settings.cities().get(CHANGSHA).origin();

        twin.inbound()
                .answer(List.of(cities.arrival(
                        new Outgoing(Topics.asks(CHANGSHA), null, new ConsistencyAsk(origin, ZHUZHOU, 1).encode()))));
        Publication beside = twin.outbox().next(500);

        assertThat(beside.checkpoints()).extracting(Outgoing::topic).containsExactly(Topics.checkpoints(CHANGSHA));
        assertThat(beside.messages()).isEmpty();
        beside.checkpoints().forEach(cities::hand);
        cities.submit(cities.pension("m-2"));
        cities.carry();
        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(2);
    }
}

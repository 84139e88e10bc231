package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.HOUSEHOLD;
import static cn.changzhutan.exchange.pipeline.ThreeCities.MEDICAL;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.WAGE_ARREARS;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.chaos.Chaos;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes over the broker: set aside with a reason, held, or taken; never an exception, for that would have the batch read
 * again for ever; and the good message behind it in the same batch goes through.
 */
@Tag("chaos")
class KafkaFuzzIT extends WithCities {
    private static final int SHORT = 100;
    private static final int LONG = 2_000;

    private Arrival arrival(String topic, byte[] value) {
        return cities.arrival(new Outgoing(topic, null, value));
    }

    private long quarantined() throws Exception {
        return cities.nodes.get(ZHUZHOU).numbers().quarantined();
    }

    @Test
    void records_spoiled_neverStopThePartition() throws Exception {
        cities.submit(cities.pension("m-1"));
        List<Outgoing> messages = cities.publish(CHANGSHA);
        cities.hand(messages.get(0));
        Outgoing good = messages.get(1);
        InboundPipeline inbound = cities.nodes.get(ZHUZHOU).inbound();

        Fuzz.of("records from the broker", bytes -> {
                    inbound.receive(inbound.open(List.of(arrival(good.topic(), bytes))));
                    return "";
                })
                .samples(good.value(), messages.get(0).value())
                .run(SHORT, LONG);

        assertThat(quarantined()).isPositive();
        assertThat(cities.deliverEverything()).isEqualTo(1);
    }

    @Test
    void goodRecordBehindRubbishInOneBatch_goesThrough() throws Exception {
        cities.submit(cities.pension("m-1"));
        List<Outgoing> messages = cities.publish(CHANGSHA);
        cities.hand(messages.get(0));
        Outgoing good = messages.get(1);
        InboundPipeline inbound = cities.nodes.get(ZHUZHOU).inbound();
        List<Arrival> batch = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            byte[] rubbish = new byte[Chaos.dice("rubbish#" + i).nextInt(300)];
            Chaos.dice("rubbish bytes#" + i).nextBytes(rubbish);
            batch.add(arrival(good.topic(), rubbish));
        }
        batch.add(arrival(good.topic(), null)); // a tombstone
        batch.add(cities.arrival(good));

        inbound.receive(inbound.open(batch));

        assertThat(quarantined()).isEqualTo(51);
        assertThat(cities.deliverEverything()).isEqualTo(1);
    }

    @Test
    void receiptsCheckpointsAndAsks_spoiled_areSetAside() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        List<Outgoing> fromReceiver = cities.publish(ZHUZHOU);
        Outgoing checkpoint = fromReceiver.get(0);
        Outgoing receipt = fromReceiver.get(fromReceiver.size() - 1);
        assertThat(receipt.topic()).startsWith(Topics.RECEIPTS);
        InboundPipeline inbound = cities.nodes.get(CHANGSHA).inbound();
        byte[] ask = new ConsistencyAsk(cities.origins(CHANGSHA).get(0), ZHUZHOU, 1).encode();

        Fuzz.of("checkpoints from the broker", bytes -> {
                    inbound.observe(List.of(arrival(checkpoint.topic(), bytes)));
                    return "";
                })
                .samples(checkpoint.value())
                .run(SHORT, LONG);
        Fuzz.of("receipts from the broker", bytes -> {
                    inbound.settle(List.of(arrival(receipt.topic(), bytes)));
                    return "";
                })
                .samples(receipt.value())
                .run(SHORT, LONG);
        Fuzz.of("asks from the broker", bytes -> {
                    inbound.answer(List.of(arrival(Topics.asks(CHANGSHA), bytes)));
                    return "";
                })
                .samples(ask)
                .run(SHORT, LONG);
        inbound.observe(List.of(arrival(checkpoint.topic(), null)));
        inbound.settle(List.of(arrival(receipt.topic(), null)));
        inbound.answer(List.of(arrival(Topics.asks(CHANGSHA), null)));
        cities.carry();

        assertThat(cities.tally(CHANGSHA, ZHUZHOU).pending()).isZero();
        cities.assertAccounts(1, 1, 0);
    }

    /** A city that keeps its keys and its log in order, and seals what no schema would let pass. */
    @Test
    void recordsThatAnotherCitySealedWithoutChecking_areReturned_neverStopThePartition() throws Exception {
        for (RecordType type : List.of(PENSION, HOUSEHOLD, MEDICAL, WAGE_ARREARS)) {
            OutboundPipeline outbound = cities.nodes.get(CHANGSHA).outbound();
            int[] number = {0};
            var submission = cities.submission(
                    CHANGSHA, type, ThreeCities.sample(CHANGSHA, type, 0), "first-" + type.kind(), ZHUZHOU);
            var authorised =
                    outbound.authorise(outbound.map(List.of(submission))).get(0);
            AuthorisedRecord valid = ((Outcome.Passed<List<AuthorisedRecord>>) authorised.outcome())
                    .value()
                    .get(0);
            Fuzz.of("sealed unchecked " + type, bytes -> {
                        JsonNode record = Json.parse(bytes);
                        if (!record.isObject()) {
                            return "";
                        }
                        List<AuthorisedRecord> unchecked = List.of(new AuthorisedRecord(
                                valid.canonical(),
                                valid.to(),
                                valid.agreementId(),
                                valid.agreementDigest(),
                                valid.fieldsDigest(),
                                valid.lawfulBasis(),
                                record));
                        var next = cities.submission(CHANGSHA, type, bytes, type.kind() + "-" + number[0]++, ZHUZHOU);
                        try {
                            assertThat(outbound.seal(List.of(
                                                    new OutboundPipeline.Step<>(next, Outcome.passed(unchecked))))
                                            .get())
                                    .hasSize(1);
                        } catch (RuntimeException e) {
                            return ""; // the sender's own steps before it would not have let this come so far
                        }
                        cities.publish(CHANGSHA).forEach(cities::hand);
                        return "";
                    })
                    .samples(valid.projection().toString().getBytes(StandardCharsets.UTF_8))
                    .throwing(Json.MalformedException.class)
                    .run(30, 250);
        }
        cities.carry();
        cities.deliverEverything();
        cities.carry();

        assertThat(cities.tally(CHANGSHA, ZHUZHOU).pending()).isZero();
        assertThat(quarantined()).isZero();
    }
}

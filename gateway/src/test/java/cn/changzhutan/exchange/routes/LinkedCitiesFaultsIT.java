package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static cn.changzhutan.exchange.routes.Samples.CHANGSHA;
import static cn.changzhutan.exchange.routes.Samples.PENSION;
import static cn.changzhutan.exchange.routes.Samples.XIANGTAN;
import static cn.changzhutan.exchange.routes.Samples.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.chaos.Chaos;
import cn.changzhutan.exchange.chaos.FaultProxy;
import cn.changzhutan.exchange.local.BrokerBehind;
import cn.changzhutan.exchange.local.LocalBroker;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import cn.changzhutan.exchange.pipeline.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three running cities over one broker, and what may befall the broker, its messages and the back offices. One system for all tests,
 * each with records of its own, so that each begins on what the one before left.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkedCitiesFaultsIT {
    private static final RecordType MEDICAL = new RecordType("medical", "EXAM_LAB_RESULT");
    private static final long BYTES_PER_DESTINATION = 400_000;

    private final Random dice = Chaos.dice("linked");
    private final Set<String> delivered = new HashSet<>();
    private int messages;

    private FaultProxy proxy;
    private LocalBroker broker;
    private BrokerSettings direct;
    private LinkedCities linked;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        int port = BrokerBehind.freePort();
        proxy = new FaultProxy("127.0.0.1", 0, port);
        broker = BrokerBehind.start(folder.resolve("broker"), port, "127.0.0.1:" + proxy.port());
        direct = new BrokerSettings("127.0.0.1:" + proxy.port(), Map.of(), 1, 1);
        linked = new LinkedCities(folder.resolve("cities"), direct, BYTES_PER_DESTINATION);
        await().until(() ->
                linked.health.values().stream().allMatch(parts -> parts.down().isEmpty()));
    }

    @AfterAll
    void stop() throws Exception {
        proxy.pass();
        linked.close();
        broker.close();
        proxy.close();
    }

    @AfterEach
    void everythingTookEffectOnce() throws Exception {
        proxy.pass();
        linked.offices.values().forEach(office -> office.mood(BadOffice.Mood.GOOD));
        await().until(() -> linked.cities.pending(CHANGSHA, ZHUZHOU) + linked.cities.pending(CHANGSHA, XIANGTAN) == 0);
        linked.cities.assertAccounts(delivered.size(), delivered.size(), 0);
        Map<String, Integer> effects = new TreeMap<>();
        linked.offices
                .values()
                .forEach(office ->
                        office.effects().forEach((id, times) -> effects.merge(id, times.get(), Integer::sum)));
        assertThat(effects.keySet()).isEqualTo(delivered);
        for (City city : linked.cities.all()) {
            linked.cities.verifiedLeaves(city);
        }
        await().until(() ->
                linked.health.values().stream().allMatch(parts -> parts.down().isEmpty()));
    }

    @Test
    void hangingBackOffice_slowsNoOtherSystemAndNoOtherCity_andFillsOnlyItsOwnBudget() throws Exception {
        int each = Chaos.times(60, 300);
        long alone = nanosOf(each);
        office(ZHUZHOU, PENSION).mood(BadOffice.Mood.HANGS);
        int before = office(ZHUZHOU, PENSION).effects().size();
        send(PENSION, ZHUZHOU, 80);
        await().until(() -> office(ZHUZHOU, PENSION).hanging() > 0);

        long beside = nanosOf(each);

        assertThat(office(ZHUZHOU, PENSION).effects()).hasSize(before);
        int taken = 0;
        boolean full = false;
        while (!full && taken < 5_000) {
            try {
                send(PENSION, ZHUZHOU, 1);
                taken++;
            } catch (OverCapacityException e) {
                full = true;
            }
        }
        assertThat(full).as("the budget of a destination ends").isTrue();
        send(PENSION, XIANGTAN, 5);
        office(ZHUZHOU, PENSION).mood(BadOffice.Mood.GOOD);
        await().ignoreExceptionsInstanceOf(OverCapacityException.class).until(() -> send(PENSION, ZHUZHOU, 1));
        Chaos.say("one back office hangs: " + 2 * each + " records to another system and another city took "
                + beside / 1_000_000 + " ms (without it " + alone / 1_000_000
                + " ms); its city's budget was full after "
                + (80 + taken) + " records, the other's was not");
    }

    /** Until records to another system of the city and to another city have taken effect. */
    private long nanosOf(int each) throws Exception {
        int medical = office(ZHUZHOU, MEDICAL).effects().size();
        int pensions = office(XIANGTAN, PENSION).effects().size();
        long start = System.nanoTime();
        for (int i = 0; i < each; i++) {
            sendPatiently(MEDICAL, ZHUZHOU);
            sendPatiently(PENSION, XIANGTAN);
        }
        await().until(() -> office(ZHUZHOU, MEDICAL).effects().size() == medical + each
                && office(XIANGTAN, PENSION).effects().size() == pensions + each);
        return System.nanoTime() - start;
    }

    /** A caller that is told 429 asks again. */
    private void sendPatiently(RecordType type, City to) {
        await().ignoreExceptionsInstanceOf(OverCapacityException.class).until(() -> send(type, to, 1));
    }

    @Test
    void brokerCutSlowAndGone_acceptedRecordsWait_andArriveInOrder() throws Exception {
        int rounds = Chaos.times(2, 12);
        int first = messages;
        for (int round = 0; round < rounds; round++) {
            proxy.faultAfter(1 + dice.nextInt(40_000), FaultProxy.Fault.CUT);
            send(PENSION, ZHUZHOU, 10, 5);
            proxy.refuse();
            send(PENSION, ZHUZHOU, 10, 5);
            await().until(() -> !linked.health.get(CHANGSHA).down().isEmpty());
            proxy.pass();
            proxy.delay(Duration.ofMillis(30));
            send(PENSION, ZHUZHOU, 10, 5);
            if (Chaos.isLong() && round % 4 == 0) {
                proxy.blackHole();
                send(PENSION, ZHUZHOU, 10, 5);
                TimeUnit.SECONDS.sleep(25); // longer than a request may take
            }
            proxy.pass();
            int until = messages - first;
            await().until(() -> linked.cities.pending(CHANGSHA, ZHUZHOU) == 0);
            assertThat(until).isPositive();
        }
        assertThat(office(ZHUZHOU, PENSION).disorder()).isEmpty();
        Chaos.say("broker cut, gone, slow " + rounds + " times: records " + (messages - first)
                + ", lost 0, repeated 0, out of order 0");
    }

    @Test
    void poisonedMessages_areQuarantinedWithAReason_andBlockNothing() throws Exception {
        send(PENSION, ZHUZHOU, 8);
        send(PENSION, XIANGTAN, 4);
        await().until(() -> linked.cities.pending(CHANGSHA, ZHUZHOU) == 0);
        Map<String, List<byte[]>> genuine = new TreeMap<>();
        for (String topic : List.of(
                Topics.records(CHANGSHA, ZHUZHOU),
                Topics.records(CHANGSHA, XIANGTAN),
                Topics.receipts(ZHUZHOU, CHANGSHA),
                Topics.checkpoints(CHANGSHA))) {
            genuine.put(topic, read(topic));
            assertThat(genuine.get(topic)).as(topic).isNotEmpty();
        }
        int before = setAside();
        int poison = 0;
        try (Producer<byte[], byte[]> producer = new KafkaClients(direct, "poisoner").producer()) {
            for (int i = 0; i < Chaos.times(2, 30); i++) {
                poison += poison(producer, genuine);
                producer.flush();
                send(PENSION, ZHUZHOU, 3);
            }
        }

        int expected = before + poison;
        await().until(() -> linked.cities.pending(CHANGSHA, ZHUZHOU) == 0);
        await().until(() -> setAside() >= expected);
        assertThat(setAside()).isEqualTo(expected);
        Map<String, Integer> reasons = new TreeMap<>();
        for (City city : linked.cities.all()) {
            assertThat(linked.cities.node(city).numbers().quarantined())
                    .isEqualTo(linked.cities.quarantined(city).size());
            linked.cities.quarantined(city).forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        }
        assertThat(reasons.keySet()).doesNotContain("");
        Chaos.say("poisoned messages " + poison + ": " + reasons + ", good ones behind them all delivered");
    }

    /** One of each kind. @return how many, each of which is one row of what was set aside */
    private int poison(Producer<byte[], byte[]> producer, Map<String, List<byte[]>> genuine) {
        String lane = Topics.records(CHANGSHA, ZHUZHOU);
        String receipts = Topics.receipts(ZHUZHOU, CHANGSHA);
        String checkpoints = Topics.checkpoints(CHANGSHA);
        byte[] record = any(genuine.get(lane));
        byte[] checkpoint = any(genuine.get(checkpoints));
        List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
        for (String topic : List.of(lane, receipts, checkpoints, Topics.asks(ZHUZHOU))) {
            byte[] noise = new byte[1 + dice.nextInt(5_000)];
            dice.nextBytes(noise);
            poison.add(new ProducerRecord<>(topic, noise));
            poison.add(new ProducerRecord<>(topic, new byte[0]));
            poison.add(new ProducerRecord<>(topic, null));
            poison.add(new ProducerRecord<>(topic, new byte[3_000_000]));
        }
        // of one lane on another's
        poison.add(new ProducerRecord<>(lane, checkpoint));
        poison.add(new ProducerRecord<>(lane, any(genuine.get(receipts))));
        poison.add(new ProducerRecord<>(receipts, record));
        poison.add(new ProducerRecord<>(checkpoints, record));
        // of another pair of cities
        poison.add(new ProducerRecord<>(lane, any(genuine.get(Topics.records(CHANGSHA, XIANGTAN)))));
        poison.add(new ProducerRecord<>(Topics.records(CHANGSHA, XIANGTAN), record));
        poison.add(new ProducerRecord<>(Topics.records(XIANGTAN, ZHUZHOU), record));
        // cut short, and with one byte of the signed part changed
        poison.add(new ProducerRecord<>(lane, Arrays.copyOf(record, 1 + dice.nextInt(record.length - 1))));
        byte[] forged = checkpoint.clone();
        forged[forged.length - 10] ^= 1;
        poison.add(new ProducerRecord<>(checkpoints, forged));
        poison.forEach(producer::send);
        // a checkpoint on a lane of checkpoints is read by both other cities
        long twice =
                poison.stream().filter(each -> each.topic().equals(checkpoints)).count();
        return poison.size() + (int) twice;
    }

    private byte[] any(List<byte[]> from) {
        return from.get(dice.nextInt(from.size()));
    }

    private int setAside() throws Exception {
        int sum = 0;
        for (City city : linked.cities.all()) {
            sum += linked.cities.quarantined(city).size();
        }
        return sum;
    }

    private List<byte[]> read(String topic) {
        List<byte[]> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaClients(direct, "reader").consumer("reader", "reader-" + topic)) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    values.add(message.value());
                }
            }
        }
        return values;
    }

    private BadOffice office(City city, RecordType type) {
        return linked.offices.get(linked.cities.receiver(city, type));
    }

    private boolean send(RecordType type, City to, int count) throws Exception {
        return send(type, to, count, 400);
    }

    private boolean send(RecordType type, City to, int count, int persons) throws Exception {
        for (int i = 0; i < count; i++) {
            int number = messages++;
            byte[] content = Persons.put(linked.cities.sample(CHANGSHA, type), number % persons);
            Answer.Accepted accepted =
                    linked.submit(linked.cities.submission(CHANGSHA, type, content, "m-" + number, to));
            delivered.add(accepted.receipts().get(0).exchange().toString());
        }
        return true;
    }
}

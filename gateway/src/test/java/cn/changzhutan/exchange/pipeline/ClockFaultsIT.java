package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.REPUBLISH_AFTER;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.chaos.Chaos;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clocks that are set an hour forward or back, of one city or of all, while records flow. */
@Tag("chaos")
class ClockFaultsIT extends WithCities {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Set<String> exchanges = new HashSet<>();
    private final MovableClock sender = new MovableClock();
    private final MovableClock receiver = new MovableClock();
    private int sent;

    @Override
    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder, Map.of(CHANGSHA, sender, ZHUZHOU, receiver));
    }

    @Test
    void allClocksJump_recordsFlowAtOnce_andNoIdComesTwice() throws Exception {
        Random dice = Chaos.dice("clock");
        int jumps = Chaos.times(4, 60);
        for (int i = 0; i < jumps; i++) {
            Duration jump = dice.nextBoolean() ? HOUR : HOUR.negated();
            sender.move(jump);
            receiver.move(jump);
            for (int j = 0; j < 3; j++) {
                send();
            }
            cities.carry();
            assertThat(cities.deliverEverything()).as("jump %d", i).isEqualTo(3);
            cities.carry();
        }

        cities.assertAccounts(sent, sent, 0);
        assertThat(exchanges).hasSize(sent);
        LogCheck.verifiedLeaves(cities, CHANGSHA);
        LogCheck.verifiedLeaves(cities, ZHUZHOU);
        Chaos.say("clocks jumped " + jumps + " times by an hour: records " + sent + ", lost 0, repeated 0");
    }

    @Test
    void senderAhead_isQuarantinedWithAReason_andReceivedOnceItsTimeHasCome() throws Exception {
        sender.move(HOUR);
        send();
        cities.carry();

        assertThat(reasonsAt(ZHUZHOU)).containsExactly("TIME_AHEAD");
        assertThat(cities.tally(CHANGSHA, ZHUZHOU).pending()).isEqualTo(1);
        assertThat(cities.deliverEverything()).isZero();

        // set right again: what is new flows at once, what was stamped ahead when the receiver's clock allows it
        sender.move(HOUR.negated());
        send();
        cities.carry();
        assertThat(cities.deliverEverything()).isEqualTo(1);
        for (int i = 0; i < 12; i++) {
            sender.move(Duration.ofMinutes(5));
            receiver.move(Duration.ofMinutes(5));
            cities.carry();
        }

        assertThat(cities.deliverEverything()).isEqualTo(1);
        cities.carry();
        cities.assertAccounts(2, 2, 0);
        assertThat(reasonsAt(ZHUZHOU)).containsOnly("TIME_AHEAD").hasSizeLessThan(20);
    }

    @Test
    void receiverBehind_takesThemWhenItsClockIsRight_andReceiverAheadTakesThemAtOnce() throws Exception {
        receiver.move(HOUR.negated());
        send();
        cities.carry();
        assertThat(reasonsAt(ZHUZHOU)).containsExactly("TIME_AHEAD");

        receiver.move(HOUR);
        sender.move(REPUBLISH_AFTER.plusSeconds(1));
        cities.carry();
        assertThat(cities.deliverEverything()).isEqualTo(1);

        receiver.move(HOUR);
        send();
        cities.carry();
        assertThat(cities.deliverEverything()).isEqualTo(1);
        cities.carry();
        cities.assertAccounts(2, 2, 0);
    }

    @Test
    void setBack_retriesCheckpointsAndRepublishingGoOnAtOnce_notAnHourLater() throws Exception {
        // a delivery that failed is tried again
        send();
        cities.carry();
        Deliveries deliveries = cities.nodes.get(ZHUZHOU).deliveries();
        SystemName system = cities.receiver(ZHUZHOU, PENSION);
        List<Delivery> claimed = deliveries.claim(system, 10);
        deliveries.failed(List.of(claimed.get(0).exchange()), "HTTP_500");
        assertThat(deliveries.claim(system, 10)).isEmpty();
        receiver.move(HOUR.negated());
        assertThat(cities.deliverEverything()).isEqualTo(1);
        receiver.move(HOUR);
        cities.carry();

        // a checkpoint that brings no message goes out
        sender.move(HOUR.negated());
        cities.submit(cities.submission(CHANGSHA, PENSION, "{}".getBytes(StandardCharsets.UTF_8), "refused", ZHUZHOU));
        assertThat(cities.publish(CHANGSHA)).extracting(Outgoing::topic).containsExactly(Topics.checkpoints(CHANGSHA));
        sender.move(HOUR);

        // what the broker lost is published again, and not without end
        sender.move(HOUR);
        send();
        cities.carry(messages -> List.of());
        sender.move(HOUR.negated());
        receiver.move(HOUR);
        sender.move(REPUBLISH_AFTER.plusSeconds(1));
        cities.carry();
        sender.move(REPUBLISH_AFTER.multipliedBy(2));
        cities.carry();
        assertThat(cities.deliverEverything()).isEqualTo(1);
        assertThat(cities.publish(CHANGSHA)).isEmpty();
    }

    private void send() throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(cities.pension("m-" + sent++));
        exchanges.add(accepted.receipts().get(0).exchange().toString());
    }

    private List<String> reasonsAt(City city) throws Exception {
        return SetAside.reasons(cities, city);
    }
}

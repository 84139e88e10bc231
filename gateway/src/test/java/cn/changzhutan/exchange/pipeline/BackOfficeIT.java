package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.WAGE_ARREARS;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.BackOffice.Effect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What back offices do: give back, fail, acknowledge, fall behind. */
class BackOfficeIT extends WithCities {
    @Test
    void returnedRecord_reachesItsSenderWithTheReason() throws Exception {
        Submission message = cities.pension("m-1");
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(message);
        cities.carry();
        Deliveries deliveries = cities.nodes.get(ZHUZHOU).deliveries();
        Delivery delivery =
                deliveries.claim(cities.receiver(ZHUZHOU, PENSION), 10).get(0);

        deliveries.returned(Map.of(delivery.exchange(), new ReturnReason("NOT_OUR_PERSON", "查无此人·𠮷")));
        cities.carry();

        List<BackOffice.Closed> outcomes = cities.nodes
                .get(CHANGSHA)
                .backOffice()
                .outcomes(message.system(), "", 10, Duration.ZERO)
                .items();
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).exchange())
                .isEqualTo(accepted.receipts().get(0).exchange());
        assertThat(outcomes.get(0).state()).isEqualTo(ExchangeState.RETURNED);
        assertThat(outcomes.get(0).returned()).contains(new ReturnReason("NOT_OUR_PERSON", "查无此人·𠮷"));
        cities.assertAccounts(1, 0, 1);
    }

    @Test
    void failedDelivery_holdsBackItsKeyAloneAndComesAgain() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.submit(cities.pension("m-2"));
        cities.submit(cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 1), "other", ZHUZHOU));
        cities.carry();
        Deliveries deliveries = cities.nodes.get(ZHUZHOU).deliveries();
        List<Delivery> claimed = deliveries.claim(cities.receiver(ZHUZHOU, PENSION), 10);
        assertThat(claimed).hasSize(2);

        deliveries.failed(List.of(claimed.get(0).exchange()), "HTTP_500");
        deliveries.delivered(List.of(claimed.get(1).exchange()));
        assertThat(deliveries.claim(cities.receiver(ZHUZHOU, PENSION), 10)).isEmpty();
        assertThat(cities.nodes.get(ZHUZHOU).numbers().stuck()).isEqualTo(1);

        cities.clock.move(java.time.Duration.ofSeconds(2));
        List<Delivery> again = deliveries.claim(cities.receiver(ZHUZHOU, PENSION), 10);
        assertThat(again)
                .extracting(Delivery::exchange)
                .containsExactly(claimed.get(0).exchange());
        deliveries.delivered(List.of(again.get(0).exchange()));
        assertThat(cities.deliverEverything()).isEqualTo(1);
        cities.carry();
        cities.assertAccounts(3, 3, 0);
    }

    @Test
    void acknowledging_isForTheAddresseeOnce() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.carry();
        BackOffice office = cities.nodes.get(ZHUZHOU).backOffice();
        Delivery item = office.inbox(cities.receiver(ZHUZHOU, PENSION), "", 10, Duration.ZERO)
                .items()
                .get(0);
        var stranger = cities.receiver(ZHUZHOU, WAGE_ARREARS);
        var owner = cities.receiver(ZHUZHOU, PENSION);

        assertThat(office.acknowledge(stranger, List.of(item.exchange()))).containsExactly(Effect.UNKNOWN);
        assertThat(office.acknowledge(owner, List.of(item.exchange(), item.exchange())))
                .containsExactly(Effect.DONE, Effect.ALREADY);
        assertThat(office.giveBack(owner, Map.of(item.exchange(), new ReturnReason("LATE", "迟"))))
                .containsEntry(item.exchange(), Effect.CONFLICT);
        cities.carry();
        cities.assertAccounts(1, 1, 0);
    }

    /** Receiver and sender, at once and not when they next look for what another process committed. */
    @Test
    void whoMayWait_isToldOfWhatCameForIt() throws Exception {
        Submission message = cities.pension("m-1");
        OfficeNews receiver = cities.nodes.get(ZHUZHOU).news();
        OfficeNews sender = cities.nodes.get(CHANGSHA).news();
        OfficeNews.Box inbox = new OfficeNews.Box(
                OfficeNews.Kind.INBOX, cities.receiver(ZHUZHOU, PENSION).value());
        OfficeNews.Box outcomes =
                new OfficeNews.Box(OfficeNews.Kind.OUTCOMES, message.system().value());
        cities.submit(message);
        cities.carry();
        assertThat(receiver.told(inbox)).isEqualTo(1);

        cities.deliverEverything();
        assertThat(receiver.told(inbox)).isEqualTo(2); // the next of its ordering key may be there
        assertThat(sender.told(outcomes)).isZero();
        cities.carry();

        assertThat(sender.told(outcomes)).isEqualTo(1);
        assertThat(cities.nodes
                        .get(CHANGSHA)
                        .backOffice()
                        .outcomes(message.system(), "", 10, Duration.ofSeconds(30))
                        .items())
                .hasSize(1);
    }

    @Test
    void destinationWithoutRoom_isRefusedAndTheOtherIsNot() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.bytesPerDestination = 1;
        cities.start(CHANGSHA);

        assertThatThrownBy(() -> cities.submit(cities.pension("m-2"))).isInstanceOf(OverCapacityException.class);
        assertThat(cities.submit(cities.submission(
                        CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 0), "m-3", XIANGTAN)))
                .isInstanceOf(Answer.Accepted.class);
        assertThat(cities.tally(CHANGSHA, ZHUZHOU).accepted()).isEqualTo(1);
    }

    @Test
    void lateListing_losesAgainstItsRemoval() throws Exception {
        byte[] listing = ThreeCities.sample(CHANGSHA, WAGE_ARREARS, 0);
        String removal = new String(listing, StandardCharsets.UTF_8).replace("\"revision\": 1", "\"revision\": 2");
        Submission late = cities.submission(CHANGSHA, WAGE_ARREARS, listing, "listing", ZHUZHOU, XIANGTAN);
        Submission newer = cities.submission(
                CHANGSHA, WAGE_ARREARS, removal.getBytes(StandardCharsets.UTF_8), "removal", ZHUZHOU, XIANGTAN);
        assertThat(removal.getBytes(StandardCharsets.UTF_8)).isNotEqualTo(listing);

        assertThat(cities.submit(newer)).isInstanceOf(Answer.Accepted.class);
        cities.carry();
        assertThat(cities.submit(late)).isInstanceOf(Answer.Accepted.class);
        cities.carry();
        cities.deliverEverything();
        cities.carry();

        assertThat(cities.tally(CHANGSHA, ZHUZHOU).returned()).isEqualTo(1);
        assertThat(cities.tally(CHANGSHA, XIANGTAN).returned()).isEqualTo(1);
        cities.assertAccounts(4, 2, 2);
    }
}

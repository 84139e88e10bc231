package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.REPUBLISH_AFTER;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.store.TallyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a wire may do to messages: repeat, reorder, lose, change, misdirect. */
class WireFaultsIT extends WithCities {
    @Test
    void everythingTwiceAndInAnyOrder_hasItsEffectOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            cities.submit(cities.pension("m-" + i));
        }
        Random random = new Random(7);

        for (int round = 0; round < 3; round++) {
            cities.carry(messages -> {
                List<Outgoing> bent = new ArrayList<>(messages);
                bent.addAll(messages);
                Collections.shuffle(bent, random);
                return bent;
            });
            cities.deliverEverything();
        }
        cities.carry();

        cities.assertAccounts(5, 5, 0);
    }

    @Test
    void brokerLosesEverything_publishedAgainUntilReceipted() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.carry(messages -> List.of());
        assertThat(cities.deliverEverything()).isZero();

        for (int i = 0; i < 3; i++) {
            cities.clock.move(REPUBLISH_AFTER.plusSeconds(1));
            cities.carry();
        }
        assertThat(cities.deliverEverything()).isEqualTo(1);
        cities.carry(messages -> List.of());
        assertThat(cities.tally(CHANGSHA, ZHUZHOU).pending()).isEqualTo(1);
        cities.clock.move(REPUBLISH_AFTER.multipliedBy(12));
        cities.carry();

        assertThat(cities.deliverEverything()).isZero();
        cities.assertAccounts(1, 1, 0);
    }

    @Test
    void recordBeforeItsCheckpoint_isHeldAndTakenUpLater() throws Exception {
        cities.submit(cities.pension("m-1"));
        List<Outgoing> messages = cities.publish(CHANGSHA);
        Outgoing checkpoint = messages.get(0);
        assertThat(checkpoint.topic()).isEqualTo(Topics.checkpoints(CHANGSHA));

        cities.hand(messages.get(1));
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(1);
        cities.hand(checkpoint);

        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isZero();
        assertThat(cities.deliverEverything()).isEqualTo(1);
    }

    /** Its checkpoint became known through the witness, which takes up nothing. */
    @Test
    void heldRecord_isTakenUpBeforeTheNextOneOfItsPerson() throws Exception {
        Answer.Accepted first = (Answer.Accepted) cities.submit(cities.pension("m-1"));
        cities.hand(cities.publish(CHANGSHA).get(1));
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(1);
        cities.nodes.get(CHANGSHA).witnessing().round();
        Answer.Accepted second = (Answer.Accepted) cities.submit(cities.pension("m-2"));
        Outgoing next = cities.publish(CHANGSHA).get(1);
        cities.nodes.get(CHANGSHA).witnessing().round();

        cities.hand(next);

        assertDelivered(first, second);
    }

    @Test
    void recordHeldOfABatch_isTakenUpAfterTheOthersOfIt() throws Exception {
        Answer.Accepted first = (Answer.Accepted) cities.submit(cities.pension("m-1"));
        List<Outgoing> before = cities.publish(CHANGSHA);
        cities.hand(before.get(0));
        cities.nodes.get(CHANGSHA).witnessing().round();
        Answer.Accepted second = (Answer.Accepted) cities.submit(cities.pension("m-2"));
        Outgoing next = cities.publish(CHANGSHA).get(1);
        InboundPipeline inbound = cities.nodes.get(ZHUZHOU).inbound();
        List<InboundPipeline.Opened> opened =
                inbound.open(List.of(cities.arrival(before.get(1)), cities.arrival(next)));
        assertThat(opened.get(0)).isInstanceOf(Reception.class);
        assertThat(opened.get(1)).isInstanceOf(InboundPipeline.Held.class);
        cities.nodes.get(CHANGSHA).witnessing().round();

        inbound.receive(opened);

        assertDelivered(first, second);
    }

    /** The witness makes a later checkpoint known before the broker brings the earlier one. */
    @Test
    void recordUnderAKnownCheckpoint_waitsForTheHeldOneOfItsPerson() throws Exception {
        Answer.Accepted first = (Answer.Accepted) cities.submit(cities.pension("m-1"));
        List<Outgoing> before = cities.publish(CHANGSHA);
        Answer.Accepted second = (Answer.Accepted) cities.submit(cities.pension("m-2"));
        List<Outgoing> after = cities.publish(CHANGSHA);
        cities.nodes.get(CHANGSHA).witnessing().round();
        InboundPipeline inbound = cities.nodes.get(ZHUZHOU).inbound();
        cities.hand(before.get(1));
        List<InboundPipeline.Opened> next = inbound.open(List.of(cities.arrival(after.get(1))));
        assertThat(next.get(0)).isInstanceOf(Reception.class);

        inbound.receive(next);

        assertThat(cities.deliver(ZHUZHOU, PENSION)).isEmpty();
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(2);
        cities.hand(before.get(0));
        cities.hand(after.get(0));
        cities.submit(cities.pension("m-3"));
        cities.carry();
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isZero();
        assertThat(cities.deliver(ZHUZHOU, PENSION))
                .extracting(Delivery::exchange)
                .startsWith(
                        first.receipts().get(0).exchange(),
                        second.receipts().get(0).exchange())
                .hasSize(3);
    }

    @Test
    void checkpointThatNeverComes_delaysWhatIsBehindItsRecordForABoundedTime() throws Exception {
        cities.submit(cities.pension("m-1"));
        Outgoing before = cities.publish(CHANGSHA).get(1);
        cities.submit(cities.pension("m-2"));
        Outgoing after = cities.publish(CHANGSHA).get(1);
        cities.nodes.get(CHANGSHA).witnessing().round();
        cities.hand(before);
        cities.hand(after);
        assertThat(cities.deliver(ZHUZHOU, PENSION)).isEmpty();

        cities.clock.move(Duration.ofMinutes(5));
        cities.hand(after);

        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(1);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(1);
    }

    @Test
    void heldRecordPublishedAgain_doesNotWaitForItself_norDoesTheNextWaitForIt() throws Exception {
        Answer.Accepted first = (Answer.Accepted) cities.submit(cities.pension("m-1"));
        cities.hand(cities.publish(CHANGSHA).get(1));
        cities.clock.move(REPUBLISH_AFTER.plusSeconds(1));
        Answer.Accepted second = (Answer.Accepted) cities.submit(cities.pension("m-2"));
        List<Outgoing> again = cities.publish(CHANGSHA).stream()
                .filter(message -> message.topic().equals(Topics.records(CHANGSHA, ZHUZHOU)))
                .toList();
        assertThat(again).hasSize(2);
        cities.nodes.get(CHANGSHA).witnessing().round();

        again.forEach(cities::hand);

        assertDelivered(first, second);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(1); // whose checkpoint is still unknown
    }

    @Test
    void moreThanAPageHeld_isTakenUpWhole() throws Exception {
        int many = 1_001;
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            submissions.add(cities.pension("m-" + i));
        }
        cities.submit(submissions);
        List<Outgoing> messages = new ArrayList<>();
        List<Outgoing> checkpoints = new ArrayList<>();
        while (messages.size() < many) {
            for (Outgoing message : cities.publish(CHANGSHA)) {
                (message.topic().equals(Topics.checkpoints(CHANGSHA)) ? checkpoints : messages).add(message);
            }
        }
        InboundPipeline inbound = cities.nodes.get(ZHUZHOU).inbound();
        inbound.receive(inbound.open(messages.stream().map(cities::arrival).toList()));
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(many);

        checkpoints.forEach(cities::hand);

        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isZero();
        assertThat(cities.nodes.get(ZHUZHOU).numbers().tallies())
                .extracting(TallyStore.Row::pending)
                .contains((long) many);
    }

    @Test
    void publisherKilledBeforeItRememberedWhatItSent_nothingStaysHeld() throws Exception {
        publisherSendsAndIsKilledBeforeItRemembers();

        cities.carry();

        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(3);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isZero();
    }

    @Test
    void receiverRestartedWhileItHolds_asksForWhatItHoldsAgain() throws Exception {
        publisherSendsAndIsKilledBeforeItRemembers();
        cities.start(ZHUZHOU);
        cities.submit(cities.pension("m-4"));

        cities.carry();

        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(4);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isZero();
    }

    /** These and no others, in this order. */
    private void assertDelivered(Answer.Accepted first, Answer.Accepted second) throws Exception {
        assertThat(cities.deliver(ZHUZHOU, PENSION))
                .extracting(Delivery::exchange)
                .containsExactly(
                        first.receipts().get(0).exchange(),
                        second.receipts().get(0).exchange());
    }

    /** What comes next is linked to the checkpoint before the one that the others have seen last. */
    private void publisherSendsAndIsKilledBeforeItRemembers() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.carry();
        cities.submit(cities.pension("m-2"));
        Publication sent = cities.nodes.get(CHANGSHA).outbox().next(500);
        sent.checkpoints().forEach(cities::hand);
        sent.messages().forEach(cities::hand);
        cities.start(CHANGSHA);
        cities.submit(cities.pension("m-3"));
        cities.publish(CHANGSHA).forEach(cities::hand);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isPositive();
    }

    @Test
    void everyFlippedByte_isQuarantinedOrHeld_neverReceived() throws Exception {
        cities.submit(cities.pension("m-1"));
        List<Outgoing> messages = cities.publish(CHANGSHA);
        cities.hand(messages.get(0));
        Outgoing genuine = messages.get(1);
        InboundPipeline inbound = cities.nodes.get(ZHUZHOU).inbound();

        for (int i = 0; i < genuine.value().length; i += 7) {
            byte[] bent = genuine.value().clone();
            bent[i] ^= 0x20;
            Arrival arrival = cities.arrival(new Outgoing(genuine.topic(), genuine.key(), bent));
            InboundPipeline.Opened opened = inbound.open(List.of(arrival)).get(0);
            assertThat(opened).as("byte %d", i).isNotInstanceOf(Reception.class);
        }
        cities.hand(genuine);

        assertThat(cities.deliverEverything()).isEqualTo(1);
    }

    @Test
    void recordOfAnotherPairOfCities_isQuarantined() throws Exception {
        cities.submit(cities.pension("m-1"));
        List<Outgoing> messages = cities.publish(CHANGSHA);
        cities.hand(messages.get(0));

        cities.hand(new Outgoing(
                Topics.records(CHANGSHA, XIANGTAN),
                messages.get(1).key(),
                messages.get(1).value()));
        cities.hand(new Outgoing(
                Topics.records(ZHUZHOU, XIANGTAN),
                messages.get(1).key(),
                messages.get(1).value()));

        assertThat(cities.nodes.get(XIANGTAN).numbers().quarantined()).isEqualTo(2);
        assertThat(cities.deliverEverything()).isZero();
    }
}

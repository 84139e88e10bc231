package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.REPUBLISH_AFTER;
import static cn.changzhutan.exchange.pipeline.ThreeCities.WAGE_ARREARS;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.pipeline.BackOffice.Effect;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.TallyStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole walk between real nodes on real databases, over a wire that the test bends. */
class ExchangeNodeIT {
    @TempDir
    private Path folder;

    private ThreeCities cities;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
    }

    @AfterEach
    void stop() {
        cities.close();
    }

    @Test
    void everyTypeBetweenEveryPair_isDeliveredAndClosed() throws Exception {
        int sent = 0;
        for (City from : cities.nodes.keySet()) {
            for (RecordType type : List.of(PENSION, ThreeCities.HOUSEHOLD, ThreeCities.MEDICAL, WAGE_ARREARS)) {
                City[] to = cities.nodes.keySet().stream()
                        .filter(city -> !city.equals(from))
                        .toArray(City[]::new);
                Answer answer = cities.submit(
                        cities.submission(from, type, ThreeCities.sample(from, type, 0), "m-" + type, to));
                assertThat(answer).as("%s %s", from, type).isInstanceOf(Answer.Accepted.class);
                sent += ((Answer.Accepted) answer).receipts().size();
            }
        }

        cities.carry();
        int delivered = deliverEverything();
        cities.carry();

        assertThat(delivered).isEqualTo(sent).isEqualTo(24);
        assertAccounts(24, 24, 0);
    }

    @Test
    void sameMessageAgain_givesTheFirstAnswer_otherContentConflicts() throws Exception {
        Submission first = pension("m-1");
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(first);

        Answer.Accepted again = (Answer.Accepted) cities.submit(first);
        Answer other = cities.submit(
                cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 1), "m-1", ZHUZHOU));

        assertThat(again.repeated()).isTrue();
        assertThat(again.receipts().get(0).exchange())
                .isEqualTo(accepted.receipts().get(0).exchange());
        assertThat(again.receipts().get(0).leaf())
                .isEqualTo(accepted.receipts().get(0).leaf());
        assertThat(((Answer.Refused) other).refusal().problems().get(0).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(tally(CHANGSHA, ZHUZHOU).accepted()).isEqualTo(1);
        assertThat(tally(CHANGSHA, ZHUZHOU).refused()).isEqualTo(1);
    }

    @Test
    void everyProblem_isReportedAtOnce_ofMappingAndOfSchema() throws Exception {
        String wrong = new String(ThreeCities.sample(CHANGSHA, PENSION, 0), StandardCharsets.UTF_8)
                .replaceFirst("\"gender\": \"[^\"]*\"", "\"gender\": \"?\"")
                .replaceFirst("\"idCard\": \"[^\"]*\"", "\"idCard\": \"430102199003079972\"");

        Answer answer = cities.submit(
                cities.submission(CHANGSHA, PENSION, wrong.getBytes(StandardCharsets.UTF_8), "m-1", ZHUZHOU));

        assertThat(((Answer.Refused) answer).refusal().problems())
                .extracting(problem -> problem.code() + " " + problem.pointer())
                .containsExactly("NOT_CONVERTIBLE /gender", "CHECK_DIGIT /citizenId");
    }

    @Test
    void twinsInOneGroup_areOneExchange() throws Exception {
        Submission message = pension("m-1");

        List<Answer> answers = cities.submit(List.of(message, message));

        assertThat(((Answer.Accepted) answers.get(1)).receipts().get(0).exchange())
                .isEqualTo(((Answer.Accepted) answers.get(0)).receipts().get(0).exchange());
        assertThat(tally(CHANGSHA, ZHUZHOU).accepted()).isEqualTo(1);
    }

    @Test
    void everythingTwiceAndInAnyOrder_hasItsEffectOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            cities.submit(pension("m-" + i));
        }
        Random random = new Random(7);

        for (int round = 0; round < 3; round++) {
            cities.carry(messages -> {
                List<Outgoing> bent = new ArrayList<>(messages);
                bent.addAll(messages);
                Collections.shuffle(bent, random);
                return bent;
            });
            deliverEverything();
        }
        cities.carry();

        assertAccounts(5, 5, 0);
    }

    @Test
    void brokerLosesEverything_publishedAgainUntilReceipted() throws Exception {
        cities.submit(pension("m-1"));
        cities.carry(messages -> List.of());
        assertThat(deliverEverything()).isZero();

        for (int i = 0; i < 3; i++) {
            cities.clock.move(REPUBLISH_AFTER.plusSeconds(1));
            cities.carry();
        }
        assertThat(deliverEverything()).isEqualTo(1);
        cities.carry(messages -> List.of());
        assertThat(tally(CHANGSHA, ZHUZHOU).pending()).isEqualTo(1);
        cities.clock.move(REPUBLISH_AFTER.multipliedBy(12));
        cities.carry();

        assertThat(deliverEverything()).isZero();
        assertAccounts(1, 1, 0);
    }

    @Test
    void recordBeforeItsCheckpoint_isHeldAndTakenUpLater() throws Exception {
        cities.submit(pension("m-1"));
        List<Outgoing> messages = cities.publish(CHANGSHA);
        Outgoing checkpoint = messages.get(0);
        assertThat(checkpoint.topic()).isEqualTo(Topics.checkpoints(CHANGSHA));

        cities.hand(messages.get(1));
        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isEqualTo(1);
        cities.hand(checkpoint);

        assertThat(cities.nodes.get(ZHUZHOU).numbers().held()).isZero();
        assertThat(deliverEverything()).isEqualTo(1);
    }

    @Test
    void everyFlippedByte_isQuarantinedOrHeld_neverReceived() throws Exception {
        cities.submit(pension("m-1"));
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

        assertThat(deliverEverything()).isEqualTo(1);
    }

    @Test
    void recordOfAnotherPairOfCities_isQuarantined() throws Exception {
        cities.submit(pension("m-1"));
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
        assertThat(deliverEverything()).isZero();
    }

    @Test
    void returnedRecord_reachesItsSenderWithTheReason() throws Exception {
        Submission message = pension("m-1");
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
                .outcomes(message.system(), "", 10)
                .items();
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).exchange())
                .isEqualTo(accepted.receipts().get(0).exchange());
        assertThat(outcomes.get(0).state()).isEqualTo(ExchangeState.RETURNED);
        assertThat(outcomes.get(0).returned()).contains(new ReturnReason("NOT_OUR_PERSON", "查无此人·𠮷"));
        assertAccounts(1, 0, 1);
    }

    @Test
    void failedDelivery_holdsBackItsKeyAloneAndComesAgain() throws Exception {
        cities.submit(pension("m-1"));
        cities.submit(pension("m-2"));
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
        assertThat(deliverEverything()).isEqualTo(1);
        cities.carry();
        assertAccounts(3, 3, 0);
    }

    @Test
    void acknowledging_isForTheAddresseeOnce() throws Exception {
        cities.submit(pension("m-1"));
        cities.carry();
        BackOffice office = cities.nodes.get(ZHUZHOU).backOffice();
        Delivery item =
                office.inbox(cities.receiver(ZHUZHOU, PENSION), "", 10).items().get(0);
        var stranger = cities.receiver(ZHUZHOU, WAGE_ARREARS);
        var owner = cities.receiver(ZHUZHOU, PENSION);

        assertThat(office.acknowledge(stranger, List.of(item.exchange()))).containsExactly(Effect.UNKNOWN);
        assertThat(office.acknowledge(owner, List.of(item.exchange(), item.exchange())))
                .containsExactly(Effect.DONE, Effect.ALREADY);
        assertThat(office.giveBack(owner, Map.of(item.exchange(), new ReturnReason("LATE", "迟"))))
                .containsEntry(item.exchange(), Effect.CONFLICT);
        cities.carry();
        assertAccounts(1, 1, 0);
    }

    @Test
    void leaf_holdsNothingOfThePerson() throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(pension("m-1"));

        String leaf = accepted.receipts().get(0).leaf();

        String content = new String(ThreeCities.sample(CHANGSHA, PENSION, 0), StandardCharsets.UTF_8);
        java.util.regex.Matcher values =
                java.util.regex.Pattern.compile("\"([^\"]{2,})\"\\s*[,}\\n]").matcher(content);
        int checked = 0;
        while (values.find()) {
            if (!values.group(1).matches("[A-Z0-9_]{1,6}|\\d{1,6}")) {
                assertThat(leaf).doesNotContain("\"" + values.group(1) + "\"");
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5);
        assertThat(leaf).doesNotContain("办事员").doesNotContain("案2026-0001");
    }

    @Test
    void restoredDatabase_refusesToSign() throws Exception {
        cities.submit(pension("m-1"));
        cities.databases.get(CHANGSHA).run(c -> {
            try (var s = c.prepareStatement("create table backup as select * from log_head")) {
                s.execute();
            }
        });
        cities.submit(pension("m-2"));

        cities.databases.get(CHANGSHA).run(c -> {
            try (var s = c.prepareStatement(
                    "update log_head h set size = b.size, root = b.root, edge = b.edge from backup b")) {
                s.execute();
            }
        });

        assertThatThrownBy(() -> cities.submit(pension("m-3"))).isInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(() -> cities.start(CHANGSHA))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("does not descend");
    }

    @Test
    void changedFiles_areLoggedAtStart_andOnlyThose() throws Exception {
        cities.submit(pension("m-1"));
        Map<String, String> changed = new java.util.TreeMap<>(cities.files);
        String agreement = changed.keySet().stream()
                .filter(name -> name.startsWith("config/agreements/"))
                .findFirst()
                .orElseThrow();
        changed.put(agreement, "ab".repeat(32));
        changed.remove("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt");
        cities.files = changed;
        long before = cities.nodes.get(CHANGSHA).numbers().logSize();

        cities.start(CHANGSHA);
        cities.start(CHANGSHA);

        long after = cities.nodes.get(CHANGSHA).numbers().logSize();
        List<Leaf> leaves = new ArrayList<>();
        for (long i = before; i < after; i++) {
            long index = i;
            leaves.add(Leaf.parse(cities.databases
                    .get(CHANGSHA)
                    .transaction(c -> LogStore.readLeaf(c, index))
                    .orElseThrow()));
        }
        assertThat(leaves)
                .extracting(leaf -> leaf.event() + " " + leaf.mappingId().orElseThrow() + " "
                        + leaf.outcome().orElse(leaf.mappingDigest().orElseThrow()))
                .containsExactly(
                        "AGREEMENT_CHANGED " + agreement + " " + "ab".repeat(32),
                        "ROUTE_CHANGED routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt REMOVED");
    }

    @Test
    void destinationWithoutRoom_isRefusedAndTheOtherIsNot() throws Exception {
        cities.submit(pension("m-1"));
        cities.bytesPerDestination = 1;
        cities.start(CHANGSHA);

        assertThatThrownBy(() -> cities.submit(pension("m-2"))).isInstanceOf(OverCapacityException.class);
        assertThat(cities.submit(cities.submission(
                        CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 0), "m-3", XIANGTAN)))
                .isInstanceOf(Answer.Accepted.class);
        assertThat(tally(CHANGSHA, ZHUZHOU).accepted()).isEqualTo(1);
    }

    @Test
    void fullBundle_becomesOneRow_andEveryLeafStaysProvable() throws Exception {
        Submission message = pension("m");
        List<Submission> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(cities.submission(CHANGSHA, PENSION, message.content(), "m-" + i, ZHUZHOU));
        }
        List<Answer> first = cities.submit(many.subList(0, 150));
        cities.submit(many.subList(150, 300));

        cities.nodes.get(CHANGSHA).compact();

        List<LogStore.Entries> rows = cities.databases.get(CHANGSHA).transaction(c -> LogStore.readBundle(c, 0));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).leaves()).hasSize(LogStore.WIDTH);
        Answer.Accepted again = (Answer.Accepted) cities.submit(many.get(7));
        assertThat(again.receipts().get(0).leaf())
                .isEqualTo(((Answer.Accepted) first.get(7)).receipts().get(0).leaf());
        cities.carry();
        cities.clock.move(java.time.Duration.ofMinutes(1));
        assertThat(deliverEverything()).isEqualTo(300);
        cities.carry();
        assertAccounts(300, 300, 0);
    }

    @Test
    void restartedNode_goesOnWhereItStood() throws Exception {
        cities.submit(pension("m-1"));
        cities.start(CHANGSHA);
        cities.submit(pension("m-2"));
        cities.carry();
        cities.start(ZHUZHOU);

        assertThat(deliverEverything()).isEqualTo(2);
        cities.carry();
        assertAccounts(2, 2, 0);
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
        deliverEverything();
        cities.carry();

        assertThat(tally(CHANGSHA, ZHUZHOU).returned()).isEqualTo(1);
        assertThat(tally(CHANGSHA, XIANGTAN).returned()).isEqualTo(1);
        assertAccounts(4, 2, 2);
    }

    private Submission pension(String messageId) throws Exception {
        return cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 0), messageId, ZHUZHOU);
    }

    private int deliverEverything() {
        int delivered = 0;
        for (City city : cities.nodes.keySet()) {
            for (RecordType type : cities.settings.schemas().types()) {
                delivered += cities.deliver(city, type).size();
            }
        }
        return delivered;
    }

    private TallyStore.Row tally(City from, City to) throws Exception {
        return cities.nodes.get(from).numbers().tallies().stream()
                .filter(row -> row.direction() == TallyStore.Direction.OUT
                        && row.peer().equals(to.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Sums over all cities: every row balances, and what is sent is what is received. */
    private void assertAccounts(long accepted, long delivered, long returned) throws Exception {
        for (TallyStore.Direction direction : TallyStore.Direction.values()) {
            long[] sums = new long[3];
            for (ExchangeNode node : cities.nodes.values()) {
                for (TallyStore.Row row : node.numbers().tallies()) {
                    assertThat(row.accepted())
                            .as("%s", row)
                            .isEqualTo(row.delivered() + row.returned() + row.pending());
                    if (row.direction() == direction) {
                        sums[0] += row.accepted();
                        sums[1] += row.delivered();
                        sums[2] += row.returned();
                    }
                }
            }
            assertThat(sums).as("%s", direction).containsExactly(accepted, delivered, returned);
        }
    }
}

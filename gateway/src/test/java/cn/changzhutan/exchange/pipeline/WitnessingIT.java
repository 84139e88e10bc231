package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.AddCheckpoint;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointMessage;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.ProofVerifier;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.TallyStore;
import cn.changzhutan.exchange.witness.WitnessAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cities as each other's witnesses, on real databases. */
class WitnessingIT {
    @TempDir
    private Path folder;

    private ThreeCities cities;
    private Database offline;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
        offline = cities.databaseOf(CHANGSHA);
    }

    @AfterEach
    void stop() {
        offline.close();
        cities.close();
    }

    @Test
    void publishedCheckpoint_isCosignedByTheOthers_andTheOutcomeIsFinal() throws Exception {
        BackOffice.View sent = exchanged("m-1");
        ExchangeNode node = cities.nodes.get(CHANGSHA);
        assertThat(node.cosigned().newestWithQuorum()).isEmpty();
        assertThat(sent.isFinal()).isFalse();

        node.witnessing().round();

        CosignedCheckpoints.Cosigned cosigned =
                node.cosigned().newestWithQuorum().orElseThrow();
        assertThat(cosigned.size()).isEqualTo(node.numbers().logSize());
        assertThat(cosigned.quorumAt())
                .contains(cities.clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertThat(cities.policy().cosigned(cosigned.note()).witnesses().keySet())
                .containsExactlyInAnyOrder("zhuzhou", "zhuzhou-sm2", "xiangtan", "xiangtan-sm2");
        assertThat(view("m-1").isFinal()).isTrue();
        assertThat(node.cosigned().firstWithQuorumOver(0)).contains(cosigned);
        assertThat(node.cosigned().firstWithQuorumOver(cosigned.size())).isEmpty();

        exchanged("m-2");
        assertThat(view("m-2").isFinal()).isFalse();
        node.witnessing().round();
        assertThat(view("m-2").isFinal()).as("from the size cosigned last").isTrue();
    }

    @Test
    void witnessThatIsAway_isAnAlarmAndNeverAStop() throws Exception {
        cities.unreachable.add(XIANGTAN);
        exchanged("m-1");
        ExchangeNode node = cities.nodes.get(CHANGSHA);
        node.witnessing().round();
        cities.clock.move(Duration.ofSeconds(61));
        node.witnessing().round();

        assertThat(node.witnessing().standings())
                .satisfiesExactlyInAnyOrder(
                        zhuzhou ->
                                assertThat(zhuzhou).isEqualTo(new Witnessing.Standing("zhuzhou", true, Duration.ZERO)),
                        xiangtan -> {
                            assertThat(xiangtan.witness()).isEqualTo("xiangtan");
                            assertThat(xiangtan.up()).isFalse();
                            assertThat(xiangtan.lag()).isEqualTo(Duration.ofSeconds(61));
                            assertThat(xiangtan.isAlarm()).isTrue();
                        });
        assertThat(node.cosigned().newestWithQuorum()).isEmpty();
        assertThat(cities.start(CHANGSHA)).isNotNull();
        exchanged("m-2");

        cities.unreachable.clear();
        cities.nodes.get(CHANGSHA).witnessing().round();

        assertThat(view("m-2").isFinal()).isTrue();
        assertThat(cities.nodes.get(CHANGSHA).witnessing().standings()).noneMatch(Witnessing.Standing::isAlarm);
    }

    @Test
    void checkpointSeenThroughTheBrokerOnly_isCosignedFromTheLastCosignedSize() throws Exception {
        exchanged("m-1");
        LogView first = cities.nodes.get(CHANGSHA).view();
        exchanged("m-2");
        LogView second = cities.nodes.get(CHANGSHA).view();
        ExchangeNode witness = cities.nodes.get(ZHUZHOU);

        WitnessAnswer older = witness.witness().add(new AddCheckpoint(0, List.of(), first.note()).encode());
        WitnessAnswer wrongBase = witness.witness().add(new AddCheckpoint(0, List.of(), second.note()).encode());
        WitnessAnswer newer = witness.witness()
                .add(new AddCheckpoint(first.size(), second.proofs().consistency(first.size()), second.note())
                        .encode());

        assertThat(older.status())
                .as("smaller than what was seen, and part of it")
                .isEqualTo(200);
        assertThat(wrongBase).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", first.size() + "\n"));
        assertThat(newer.status()).isEqualTo(200);
    }

    @Test
    void forkShownToTheWitness_isNotCosigned_andNothingOfItIsAcceptedAfterAContradiction() throws Exception {
        exchanged("m-1");
        LogView seen = cities.nodes.get(CHANGSHA).view();
        CityKeys keys = cities.keys.get(CHANGSHA);
        String origin = cities.origins(CHANGSHA).get(0);
        CheckpointSigner signer = new CheckpointSigner(origin, keys.ed25519(), keys.sm2());
        String fork = signer.sign(new Checkpoint(origin, seen.size(), new byte[32]));

        WitnessAnswer answer = cities.nodes.get(ZHUZHOU).witness().add(new AddCheckpoint(0, List.of(), fork).encode());
        cities.submit(pension("m-2"));
        cities.carry();

        assertThat(answer.status()).isEqualTo(409);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().stopped()).containsExactly(origin);
        assertThat(cities.deliver(ZHUZHOU, PENSION)).isEmpty();
        assertThat(cities.nodes.get(XIANGTAN).numbers().stopped()).isEmpty();
    }

    @Test
    void checkpointThatOvertookTheBroker_isLinkedWhenTheChainCatchesUp() throws Exception {
        cities.submit(pension("m-1"));
        List<Outgoing> first = cities.publish(CHANGSHA);
        cities.submit(pension("m-2"));
        List<Outgoing> second = cities.publish(CHANGSHA);
        LogView view = cities.nodes.get(CHANGSHA).view();
        cities.nodes.get(ZHUZHOU).witness().add(new AddCheckpoint(0, List.of(), view.note()).encode());

        first.forEach(cities::hand);
        second.forEach(cities::hand);

        assertThat(CheckpointMessage.decode(second.get(0).value()).fromSize()).isNotZero();
        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(2);
    }

    @Test
    void restoredBackup_refusesToSign_andGoesOnInANewEpoch() throws Exception {
        BackOffice.View old = exchanged("m-1");
        cities.nodes.get(CHANGSHA).witnessing().round();
        DatabaseBackup.take(cities.databases.get(CHANGSHA));
        long kept = cities.nodes.get(CHANGSHA).numbers().logSize();
        exchanged("m-2");
        long lost = cities.nodes.get(CHANGSHA).numbers().logSize();
        DatabaseBackup.restore(cities.databases.get(CHANGSHA));
        Files.delete(cities.guard(CHANGSHA));

        assertThatThrownBy(() -> cities.start(CHANGSHA))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("size " + lost)
                .hasMessageContaining("size " + kept)
                .hasMessageContaining("new-epoch");
        cities.unreachable.addAll(List.of(ZHUZHOU, XIANGTAN));
        assertThatThrownBy(() -> cities.start(CHANGSHA))
                .as("the proof is kept: no witness is needed for the second refusal")
                .isInstanceOf(LogUnavailableException.class);
        cities.unreachable.clear();

        String next = cities.origins(CHANGSHA).get(0) + "-2";
        NewEpoch.Begun begun =
                newEpoch().begin(new NewEpoch.Approval(next, NewEpoch.Reason.RESTORED_BACKUP, "admin-1", "admin-2"));
        cities.epochs.put(CHANGSHA, List.of(next));
        ExchangeNode node = cities.start(CHANGSHA);

        assertThat(begun.firstIndex()).isEqualTo(kept);
        assertThat(begun.known().size()).isEqualTo(lost);
        assertThat(begun.answered()).isEqualTo(2);
        Leaf started = leaf(kept);
        assertThat(started.event()).isEqualTo(LogEvent.EPOCH_STARTED);
        assertThat(started.mappingId()).contains(cities.origins(CHANGSHA).get(0));
        assertThat(started.revision()).contains(lost);

        // what is exchanged from now on, in both directions
        BackOffice.View sent = exchanged("m-3");
        assertThat(sent.state()).isEqualTo(ExchangeState.DELIVERED);
        cities.submit(cities.submission(ZHUZHOU, PENSION, ThreeCities.sample(ZHUZHOU, PENSION, 0), "z-1", CHANGSHA));
        cities.carry();
        assertThat(cities.deliver(CHANGSHA, PENSION)).hasSize(1);
        cities.carry();
        assertThat(tally(ZHUZHOU, CHANGSHA)).isZero();
        node.witnessing().round();
        assertThat(view("m-3").isFinal()).isTrue();
        assertThat(node.cosigned().newestWithQuorum().orElseThrow().note()).startsWith(next + "\n");

        // what was proved before still is, under the former origin
        LogProof proof = LogProof.parse(old.proof());
        Checkpoint checkpoint = cities.policy().verify(proof.checkpointNote());
        assertThat(checkpoint.origin()).isEqualTo(cities.origins(CHANGSHA).get(0));
        ProofVerifier.inclusion(
                proof.index(),
                checkpoint.size(),
                Merkle.leafHash(old.leaf().getBytes(StandardCharsets.UTF_8)),
                proof.path(),
                checkpoint.root());
        assertThat(view("m-1").leaf()).isEqualTo(old.leaf());
    }

    @Test
    void witnessThatShowsMore_endsTheSigningOfARunningGateway() throws Exception {
        exchanged("m-1");
        DatabaseBackup.take(cities.databases.get(CHANGSHA));
        exchanged("m-2");
        DatabaseBackup.restore(cities.databases.get(CHANGSHA));
        Files.delete(cities.guard(CHANGSHA));
        cities.unreachable.addAll(List.of(ZHUZHOU, XIANGTAN));
        ExchangeNode node = cities.start(CHANGSHA);
        assertThat(cities.submit(pension("m-3"))).isInstanceOf(Answer.Accepted.class);
        cities.unreachable.clear();
        cities.clock.move(Duration.ofSeconds(11));

        node.witnessing().round();

        assertThatThrownBy(() -> cities.submit(pension("m-4")))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("new-epoch");
        assertThat(cities.publish(CHANGSHA)).isEmpty();
        assertThatThrownBy(() -> cities.start(CHANGSHA)).isInstanceOf(LogUnavailableException.class);
    }

    @Test
    void newEpoch_isRefusedWhereItIsNotNeeded_orNotAllowed() throws Exception {
        exchanged("m-1");
        String former = cities.origins(CHANGSHA).get(0);
        NewEpoch.Approval needless =
                new NewEpoch.Approval(former + "-2", NewEpoch.Reason.RESTORED_BACKUP, "admin-1", "admin-2");
        assertThatThrownBy(() -> newEpoch().begin(needless)).hasMessageContaining("stop every one");
        cities.stop(CHANGSHA);

        assertThatThrownBy(() -> newEpoch().begin(needless)).hasMessageContaining("may be signed as it is");
        for (String origin : List.of(former, "other.example/log-2", former + "/2", former + "+2")) {
            assertThatThrownBy(() ->
                            newEpoch().begin(new NewEpoch.Approval(origin, NewEpoch.Reason.KEY_COMPROMISE, "a", "b")))
                    .as(origin)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new NewEpoch.Approval(former + "-2", NewEpoch.Reason.KEY_COMPROMISE, "a", "a"))
                .hasMessageContaining("two people");
        assertThat(newEpoch()
                        .begin(new NewEpoch.Approval(former + "-2", NewEpoch.Reason.KEY_COMPROMISE, "a", "b"))
                        .formerOrigin())
                .isEqualTo(former);
    }

    private NewEpoch newEpoch() {
        return new NewEpoch(
                CHANGSHA,
                cities.policy(),
                cities.keys.get(CHANGSHA),
                offline,
                cities.guard(CHANGSHA),
                cities::linkTo,
                cities.clock);
    }

    private Submission pension(String messageId) throws Exception {
        return cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 0), messageId, ZHUZHOU);
    }

    /** One record from Changsha to Zhuzhou, delivered and closed, and all checkpoints carried. */
    private BackOffice.View exchanged(String messageId) throws Exception {
        assertThat(cities.submit(pension(messageId))).isInstanceOf(Answer.Accepted.class);
        cities.clock.move(Duration.ofSeconds(1));
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.clock.move(Duration.ofSeconds(1));
        cities.carry();
        cities.clock.move(Duration.ofSeconds(1));
        cities.carry();
        return view(messageId);
    }

    /** As the sender sees it. */
    private BackOffice.View view(String messageId) throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(pension(messageId));
        assertThat(accepted.repeated() || accepted.receipts().size() == 1).isTrue();
        return cities.nodes
                .get(CHANGSHA)
                .backOffice()
                .exchange(
                        pension(messageId).system(), accepted.receipts().get(0).exchange())
                .orElseThrow();
    }

    private Leaf leaf(long index) throws Exception {
        Optional<byte[]> bytes = cities.databases.get(CHANGSHA).transaction(c -> LogStore.readLeaf(c, index));
        return Leaf.parse(bytes.orElseThrow());
    }

    /** What is open of what one city sent another. */
    private long tally(City from, City to) throws Exception {
        return cities.nodes.get(from).numbers().tallies().stream()
                .filter(row -> row.peer().equals(to.name()) && row.direction() == TallyStore.Direction.OUT)
                .mapToLong(TallyStore.Row::pending)
                .sum();
    }
}

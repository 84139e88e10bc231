package cn.changzhutan.exchange.witness;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.AddCheckpoint;
import cn.changzhutan.exchange.log.Cosignatures;
import cn.changzhutan.exchange.log.Cosigner;
import cn.changzhutan.exchange.log.NoteKey;
import cn.changzhutan.exchange.log.Policy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWitnessTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ORIGIN = "changsha.exchange.example/log";

    @TempDir
    private Path folder;

    private CityKeys logKeys;
    private SampleLog log;
    private Cosigner cosigner;
    private Policy policy;
    private FolderLedger ledger;
    private CheckpointWitness witness;

    @BeforeEach
    void start() {
        logKeys = CityKeys.createOrLoad(folder.resolve("log"));
        log = new SampleLog("changsha", ORIGIN, logKeys).grow(300, "leaf");
        CityKeys own = CityKeys.createOrLoad(folder.resolve("witness"));
        cosigner = new Cosigner("auditor.example/witness", List.of(own.ed25519()), List.of(own.sm2()));
        policy = policy(log.policyLines() + log.payloadLine());
        ledger = new FolderLedger(folder.resolve("state"));
        witness = new CheckpointWitness(
                () -> policy,
                city -> true,
                cosigner,
                ledger,
                CheckpointWitness.Patience.NONE,
                Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private Policy policy(String logs) {
        SettingsProblems problems = new SettingsProblems();
        List<NoteKey> keys = cosigner.keys();
        Policy read = Policy.parse(
                        "policy",
                        logs + "witness w " + keys.get(0).toVkey() + "\nwitness w-sm2 "
                                + keys.get(1).toVkey() + "\ngroup both all w w-sm2\nquorum both\n",
                        problems)
                .orElse(null);
        problems.throwIfAny();
        return read;
    }

    private WitnessAnswer add(AddCheckpoint request) {
        return witness.add(request.encode());
    }

    @Test
    void continuingCheckpoint_isCosignedUnderBothKeys_andTheQuorumHolds() throws Exception {
        add(log.ask(0, 5));
        WitnessAnswer answer = add(log.ask(5, 300));

        assertThat(answer.status()).isEqualTo(200);
        String note = Cosignatures.add(log.note(300), answer.body(), cosigner.keys());
        assertThat(policy.cosigned(note).witnesses()).containsOnlyKeys("w", "w-sm2");
        assertThat(policy.cosigned(note).quorumAt()).contains(NOON);
    }

    @Test
    void sameCheckpointAgain_isCosignedAgain() {
        add(log.ask(0, 5));

        assertThat(add(log.ask(5, 5)).status()).isEqualTo(200);
    }

    @Test
    void oldSizeThatIsNotTheLast_isAnsweredWithTheLast() {
        assertThat(add(log.ask(3, 5))).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "0\n"));
        add(log.ask(0, 5));

        assertThat(add(log.ask(0, 9))).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "5\n"));
        assertThat(add(log.ask(0, 4))).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "5\n"));
    }

    @Test
    void otherLog_is404_otherKeys403() {
        CityKeys others = CityKeys.createOrLoad(folder.resolve("others"));
        SampleLog unknown = new SampleLog("x", "unknown.example/log", logKeys).grow(5, "leaf");
        SampleLog forged = new SampleLog("changsha", ORIGIN, others).grow(5, "leaf");

        assertThat(add(unknown.ask(0, 5)).status()).isEqualTo(404);
        assertThat(add(forged.ask(0, 5)).status()).isEqualTo(403);
    }

    @Test
    void cityThatIsNotWitnessedHere_is404() {
        CheckpointWitness own = new CheckpointWitness(
                () -> policy,
                city -> !city.name().equals("changsha"),
                cosigner,
                ledger,
                CheckpointWitness.Patience.NONE,
                Clock.systemUTC());

        assertThat(own.add(log.ask(0, 5).encode()).status()).isEqualTo(404);
        assertThat(own.newest(CheckpointWitness.hashOf(ORIGIN)).status()).isEqualTo(404);
    }

    @Test
    void malformedRequest_is400() {
        String good = new String(log.ask(5, 9).encode(), StandardCharsets.UTF_8);
        List<String> bad = List.of(
                "",
                "\n",
                good.replace("old 5", "old 05"),
                good.replace("old 5", "old -5"),
                good.replace("old 5", "old 9223372036854775808"),
                good.replace("old 5", "OLD 5"),
                good.replace("old 5\n", "old 5\r\n"),
                good.replace("old 5\n", "old 5\nAAAA\n"),
                good.replace("old 5", "old 10"),
                good.substring(0, good.length() - 1),
                "old 5\n" + "A".repeat(43) + "=\n".repeat(64) + "\n" + log.note(9),
                "x".repeat(AddCheckpoint.MAX_BYTES + 1));
        for (String body : bad) {
            assertThat(witness.add(body.getBytes(StandardCharsets.UTF_8)).status())
                    .as(body.substring(0, Math.min(60, body.length())))
                    .isEqualTo(400);
        }
        assertThat(ledger.newest(ORIGIN)).isEmpty();
    }

    @Test
    void proofThatDoesNotHold_is422_andNothingChanges() {
        add(log.ask(0, 5));
        List<byte[]> path = new ArrayList<>(log.consistency(5, 300));
        path.remove(path.size() - 1);

        assertThat(add(new AddCheckpoint(5, path, log.note(300))).status()).isEqualTo(422);
        assertThat(add(new AddCheckpoint(5, List.of(), log.note(300))).status()).isEqualTo(422);
        assertThat(add(log.fork().grow(301, "x").ask(5, 301)).status()).isEqualTo(200);
        assertThat(ledger.newest(ORIGIN)).map(WitnessLedger.Seen::size).contains(301L);
    }

    @Test
    void pathWhereThereIsNothingToProve_is422() {
        assertThat(add(new AddCheckpoint(0, log.consistency(5, 9), log.note(9))).status())
                .isEqualTo(422);
    }

    @Test
    void forkOfWhatWasCosigned_isNotCosigned() {
        add(log.ask(0, 5));
        SampleLog fork = new SampleLog("changsha", ORIGIN, logKeys).grow(9, "other");

        assertThat(add(fork.ask(5, 9)).status()).isEqualTo(422);
        assertThat(add(log.ask(5, 9)).status()).isEqualTo(200);
    }

    @Test
    void twoTreesOfOneSize_stopTheLog() {
        add(log.ask(0, 5));
        SampleLog fork = new SampleLog("changsha", ORIGIN, logKeys).grow(5, "other");

        assertThat(add(fork.ask(5, 5))).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "5\n"));
        assertThat(add(log.ask(5, 9)).status()).as("nothing more is cosigned").isEqualTo(409);
    }

    @Test
    void linesOfOthers_areNeitherKeptNorShown() {
        String junk = log.note(5) + cosigner.cosign("x\n", NOON).repeat(14);

        assertThat(add(new AddCheckpoint(0, List.of(), junk)).status()).isEqualTo(200);
        assertThat(witness.newest(CheckpointWitness.hashOf(ORIGIN)).body()).isEqualTo(log.note(5));
    }

    @Test
    void newest_isTheLogsOwnNote_andUnknownHashesAre404() {
        String hash = CheckpointWitness.hashOf(ORIGIN);
        assertThat(witness.newest(hash).status()).isEqualTo(404);
        add(log.ask(0, 5));
        add(log.ask(5, 9));

        assertThat(witness.newest(hash)).isEqualTo(WitnessAnswer.ok(log.note(9)));
        assertThat(witness.newest("../" + hash).status()).isEqualTo(404);
    }

    @Test
    void logOfAnEndedEpoch_isShownButNotCosigned() {
        add(log.ask(0, 5));
        SampleLog next = new SampleLog("changsha", "changsha.exchange.example/log-2", logKeys).grow(6, "leaf");
        policy = policy(log.policyLines() + next.policyLines() + log.payloadLine());

        assertThat(add(log.ask(5, 9)).status()).isEqualTo(404);
        assertThat(witness.newest(CheckpointWitness.hashOf(ORIGIN)).body()).isEqualTo(log.note(5));
        assertThat(add(next.ask(0, 6)).status()).isEqualTo(200);
    }

    @Test
    void sizeOfZero_isCosigned_andContinuedFromNothing() {
        assertThat(add(log.ask(0, 0)).status()).isEqualTo(200);
        assertThat(add(log.ask(0, 9)).status()).isEqualTo(200);
    }
}

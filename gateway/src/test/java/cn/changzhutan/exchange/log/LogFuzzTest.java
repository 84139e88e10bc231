package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.chaos.Markers;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes from other logs: whatever the bytes, each reader gives a value or a VerificationException that repeats nothing of them. */
@Tag("chaos")
class LogFuzzTest {
    private static final int SHORT = 100;
    private static final int LONG = 4_000;

    private interface Reader {
        void read(byte[] bytes) throws Exception;
    }

    private static Fuzz reading(String parser, Reader reader) {
        return Fuzz.of(parser, bytes -> {
                    reader.read(bytes);
                    return "";
                })
                .throwing(VerificationException.class);
    }

    private static Fuzz spelling(String parser, Fuzz.Rewriter rewriter) {
        return Fuzz.spelling(parser, rewriter).throwing(VerificationException.class);
    }

    private static String text(byte[] bytes) throws VerificationException {
        return TextLines.decode("TEST_TEXT", bytes, 1 << 21);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void notes() {
        spelling("SignedNote", bytes -> utf8(SignedNote.parse(text(bytes)).toText()))
                .samples(LogSamples.file("checkpoint.note"), LogSamples.file("checkpoint-3.note"))
                .run(SHORT, LONG);
        CheckpointVerifier verifier = new CheckpointVerifier(LogSamples.ORIGIN, LogSamples.keys());
        reading("CheckpointVerifier", bytes -> verifier.verify(text(bytes)))
                .samples(LogSamples.file("checkpoint.note"))
                .run(SHORT, LONG);
        reading("Checkpoint", bytes -> Checkpoint.parse(text(bytes)))
                .samples(utf8(LogSamples.text("checkpoint.note").split("(?<=\n)\n")[0]))
                .run(SHORT, LONG);
    }

    @Test
    void messagesBetweenCities() {
        spelling("CheckpointMessage", bytes -> CheckpointMessage.decode(bytes).encode())
                .samples(LogSamples.file("checkpoint-message.txt"))
                .run(SHORT, LONG);
        spelling("ConsistencyAsk", bytes -> ConsistencyAsk.decode(bytes).encode())
                .samples(LogSamples.file("consistency-ask.txt"))
                .run(SHORT, LONG);
        AddCheckpoint add = new AddCheckpoint(5, List.of(LogSamples.hash(1)), LogSamples.text("checkpoint.note"));
        spelling("AddCheckpoint", bytes -> AddCheckpoint.decode(bytes).encode())
                .samples(add.encode())
                .run(SHORT, LONG);
        spelling("SealedRecord", bytes -> SealedRecord.decode(bytes).encode())
                .samples(LogSamples.file("sealed-record.bin"))
                .run(SHORT, LONG);
    }

    @Test
    void leavesAndProofs() {
        spelling("Leaf", bytes -> Leaf.parse(bytes).toBytes())
                .samples(LogSamples.file("leaf-accepted.json"), LogSamples.file("leaf-delivered.json"))
                .run(SHORT, LONG);
        spelling("LogProof", bytes -> utf8(LogProof.parse(text(bytes)).toText()))
                .samples(LogSamples.file("leaf-accepted.tlog-proof"))
                .run(SHORT, LONG);
        reading("ProofVerifier", bytes -> {
                    LogProof proof = LogProof.parse(text(bytes));
                    Checkpoint checkpoint = Checkpoint.parse(Cosignatures.textOf(proof.checkpointNote()));
                    try {
                        ProofVerifier.consistency(
                                proof.index(), checkpoint.root(), checkpoint.size(), checkpoint.root(), proof.path());
                    } catch (VerificationException e) {
                        ProofVerifier.inclusion(
                                proof.index(),
                                checkpoint.size(),
                                Merkle.leafHash(LogSamples.file("leaf-accepted.json")),
                                proof.path(),
                                checkpoint.root());
                    }
                })
                .samples(LogSamples.file("leaf-accepted.tlog-proof"))
                .run(SHORT, LONG);
        List<byte[]> entries =
                List.of(LogSamples.file("leaf-accepted.json"), LogSamples.file("leaf-delivered.json"), new byte[0]);
        spelling("Tiles", bytes -> Tiles.encodeBundle(Tiles.decodeBundle(bytes, 3)))
                .samples(Tiles.encodeBundle(entries))
                .run(SHORT, LONG);
    }

    @Test
    void contentOfAnEnvelope() {
        JsonNode record = Json.parse("{\"name\":\"" + Markers.NAME + "\",\"citizenId\":\"" + Markers.ID + "\"}");
        byte[] content = SealedContent.seal(
                        record,
                        utf8("native"),
                        List.of(new SealedContent.Subject("RESIDENT_ID", Markers.ID)),
                        new SealedContent.Actor(Markers.NAME, Optional.of("案1"), Optional.of(Markers.NAME)))
                .bytes();
        Fuzz.of("SealedContent", bytes -> SealedContent.open(bytes).toString())
                .samples(content)
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
        Fuzz.of("Openings", bytes -> Openings.read(bytes).toString())
                .samples(content)
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
    }

    @Test
    void policyFile() throws IOException {
        // A policy has names of cities and keys; what it finds it shows.
        Fuzz.of("Policy", bytes -> {
                    Policy.parse("policy", new String(bytes, StandardCharsets.UTF_8), new SettingsProblems());
                    return "";
                })
                .samples(Files.readAllBytes(Path.of("src/test/resources/evidence/policy")))
                .run(SHORT, LONG);
    }
}

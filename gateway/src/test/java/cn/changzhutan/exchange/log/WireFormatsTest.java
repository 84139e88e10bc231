package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatsTest {
    private static final String HASH = "dyyZcNXlkvcrDa5PPhLRyIRWPuAP7UFKiiiPEbNQm6g=";

    private static void refused(String code, ThrowingCallable parse) {
        assertThatThrownBy(parse)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void pinnedProof_verifiesAndIsWrittenTheSame() throws VerificationException {
        String text = LogSamples.text("leaf-accepted.tlog-proof");
        LogProof proof = LogProof.parse(text);
        assertThat(proof.toText()).isEqualTo(text);
        assertThat(proof.index()).isEqualTo(5);
        assertThat(proof.path()).hasSize(3);
        Checkpoint under = proof.verify(
                LogSamples.file("leaf-accepted.json"), new CheckpointVerifier(LogSamples.ORIGIN, LogSamples.keys()));
        assertThat(under.size()).isEqualTo(8);
        refused(
                "PROOF_INVALID",
                () -> proof.verify(
                        LogSamples.file("leaf-delivered.json"),
                        new CheckpointVerifier(LogSamples.ORIGIN, LogSamples.keys())));
    }

    @Test
    void pinnedSealedRecord_isReadAndWrittenTheSame() throws VerificationException {
        byte[] frame = LogSamples.file("sealed-record.bin");
        SealedRecord record = SealedRecord.decode(frame);
        assertThat(record.leaf()).isEqualTo(LogSamples.file("leaf-accepted.json"));
        assertThat(new String(record.envelope(), StandardCharsets.UTF_8)).isEqualTo("{\"envelope\":\"长株潭\"}");
        assertThat(record.proof()).isEqualTo(LogSamples.text("leaf-accepted.tlog-proof"));
        assertThat(record.encode()).isEqualTo(frame);
    }

    @Test
    void pinnedCheckpointMessage_verifiesAndIsWrittenTheSame() throws VerificationException {
        byte[] bytes = LogSamples.file("checkpoint-message.txt");
        CheckpointMessage message = CheckpointMessage.decode(bytes);
        assertThat(message.encode()).isEqualTo(bytes);
        assertThat(message.fromSize()).isEqualTo(3);
        Checkpoint to = new CheckpointVerifier(LogSamples.ORIGIN, LogSamples.keys()).verify(message.note());
        Checkpoint from = new CheckpointVerifier(LogSamples.ORIGIN, LogSamples.keys())
                .verify(LogSamples.text("checkpoint-3.note"));
        ProofVerifier.consistency(from.size(), from.root(), to.size(), to.root(), message.consistency());
    }

    @Test
    void pinnedConsistencyAsk_isReadAndWrittenTheSame() throws VerificationException {
        byte[] bytes = LogSamples.file("consistency-ask.txt");
        assertThat(ConsistencyAsk.decode(bytes))
                .isEqualTo(new ConsistencyAsk(LogSamples.ORIGIN, new City("zhuzhou"), 3));
        assertThat(ConsistencyAsk.decode(bytes).encode()).isEqualTo(bytes);
    }

    @Test
    void receiptWithoutEnvelope_isReadBack() throws VerificationException {
        SealedRecord record = SealedRecord.decode(new SealedRecord(new byte[] {1}, new byte[0], "p").encode());
        assertThat(record.envelope()).isEmpty();
    }

    @Test
    void frameOutOfBounds_isRefused() {
        byte[] frame = LogSamples.file("sealed-record.bin");
        for (int end = 0; end < frame.length; end += end < 20 ? 1 : 37) {
            byte[] cut = Arrays.copyOf(frame, end);
            refused("FRAME_MALFORMED", () -> SealedRecord.decode(cut));
        }
        refused("FRAME_MALFORMED", () -> SealedRecord.decode(Arrays.copyOf(frame, frame.length + 1)));
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Leaf.MAX_BYTES + 1}) {
            byte[] changed = ByteBuffer.wrap(frame.clone()).putInt(6, length).array();
            refused("FRAME_MALFORMED", () -> SealedRecord.decode(changed));
        }
        byte[] version2 = frame.clone();
        version2[4] = '2';
        refused("FRAME_MALFORMED", () -> SealedRecord.decode(version2));
        byte[] noProof = new SealedRecord(new byte[] {1}, new byte[0], "").encode();
        refused("FRAME_MALFORMED", () -> SealedRecord.decode(noProof));
        byte[] notUtf8 = new SealedRecord(new byte[] {1}, new byte[0], "p").encode();
        notUtf8[notUtf8.length - 1] = (byte) 0xFF;
        refused("FRAME_MALFORMED", () -> SealedRecord.decode(notUtf8));
        assertThatIllegalArgumentException().isThrownBy(() -> new SealedRecord(new byte[0], new byte[0], "p"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SealedRecord(new byte[1], new byte[SealedRecord.MAX_ENVELOPE + 1], "p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v2\nindex 0\n\nnote",
                "c2sp.org/tlog-proof@v1\r\nindex 0\n\nnote",
                " c2sp.org/tlog-proof@v1\nindex 0\n\nnote",
                "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 00\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex +1\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex -1\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex \n\nnote",
                "c2sp.org/tlog-proof@v1\nindex  1\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 18446744073709551615\n\nnote",
                "c2sp.org/tlog-proof@v1\nIndex 0\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 0\nnote",
                "c2sp.org/tlog-proof@v1\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nHASH",
                "c2sp.org/tlog-proof@v1\nindex 0\nHASH \n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 0\nHASHHASH\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 0\nSHORT\n\nnote",
                "c2sp.org/tlog-proof@v1\nindex 0\nLOOSE\n\nnote"
            })
    void malformedProof_isRefused(String template) {
        String text = template.replace("HASH", HASH)
                .replace("SHORT", HASH.replace("=", ""))
                .replace("LOOSE", HASH.replace("g=", "h="));
        refused("PROOF_MALFORMED", () -> LogProof.parse(text));
    }

    @Test
    void longPath_isTakenUpToTheBound() throws VerificationException {
        String head = "c2sp.org/tlog-proof@v1\nindex 0\n";
        assertThat(LogProof.parse(head + (HASH + "\n").repeat(63) + "\nnote").path())
                .hasSize(63);
        refused("PROOF_MALFORMED", () -> LogProof.parse(head + (HASH + "\n").repeat(64) + "\nnote"));
        refused("PROOF_MALFORMED", () -> LogProof.parse(head + "\n" + "x".repeat(LogProof.MAX_BYTES)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogProof(0, Collections.nCopies(64, new byte[32]), "note"));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogProof(-1, List.of(), "note"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "changzhutan/checkpoint@v1\nfrom 0\n\n",
                "changzhutan/checkpoint@v1\nfrom 0\nnote",
                "changzhutan/checkpoint@v1\nfrom 01\n\nnote",
                "changzhutan/checkpoint@v1\nfrom 9223372036854775808\n\nnote",
                "changzhutan/checkpoint@v1\nindex 1\n\nnote",
                "changzhutan/checkpoint@v2\nfrom 1\n\nnote",
                "changzhutan/checkpoint@v1\nfrom 1\nAAAA\n\nnote"
            })
    void malformedCheckpointMessage_isRefused(String text) {
        refused("CHECKPOINT_MESSAGE_MALFORMED", () -> CheckpointMessage.decode(utf8(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "changzhutan/consistency-ask@v1\na.example/log\nzhuzhou\n3",
                "changzhutan/consistency-ask@v1\na.example/log\nzhuzhou\n3\n\n",
                "changzhutan/consistency-ask@v1\na.example/log\nzhuzhou\n03\n",
                "changzhutan/consistency-ask@v1\na.example/log\nzhuzhou\n-3\n",
                "changzhutan/consistency-ask@v1\na.example/log\nZhuzhou\n3\n",
                "changzhutan/consistency-ask@v1\na example/log\nzhuzhou\n3\n",
                "changzhutan/consistency-ask@v1\n\nzhuzhou\n3\n",
                "changzhutan/consistency-ask@v1\nzhuzhou\n3\n",
                "changzhutan/consistency-ask@v2\na.example/log\nzhuzhou\n3\n"
            })
    void malformedConsistencyAsk_isRefused(String text) {
        refused("CONSISTENCY_ASK_MALFORMED", () -> ConsistencyAsk.decode(utf8(text)));
    }
}

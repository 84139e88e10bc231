package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointVerifierTest {
    private static final String ORIGIN = LogSamples.ORIGIN;
    private static CityKeys keys;
    private static CityKeys others;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) {
        keys = CityKeys.createOrLoad(folder.resolve("changsha"));
        others = CityKeys.createOrLoad(folder.resolve("zhuzhou"));
    }

    private static CheckpointSigner signer(CityKeys by) {
        return new CheckpointSigner(ORIGIN, by.ed25519(), by.sm2());
    }

    private static CheckpointVerifier verifier() {
        return new CheckpointVerifier(ORIGIN, keys.publicKeys());
    }

    private static Checkpoint checkpoint(long size) {
        return new Checkpoint(ORIGIN, size, ReferenceTree.of(1).root(1));
    }

    private static void refused(String code, String note) {
        CheckpointVerifier verifier = verifier();
        for (int attempt = 0; attempt < 2; attempt++) { // a refusal must not be remembered as something verified
            assertThatThrownBy(() -> verifier.verify(note))
                    .isInstanceOfSatisfying(
                            VerificationException.class,
                            e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    private static String line(String note, int which) {
        return note.substring(note.lastIndexOf("\n\n") + 2).split("(?<=\n)")[which];
    }

    @Test
    void signed_verifiesTheFirstAndTheNextTime() throws VerificationException {
        CheckpointVerifier verifier = verifier();
        String note = signer(keys).sign(checkpoint(1));
        assertThat(verifier.verify(note)).isEqualTo(checkpoint(1));
        assertThat(verifier.verify(note)).isEqualTo(checkpoint(1));
        assertThat(note).startsWith(ORIGIN + "\n1\n");
    }

    @Test
    void pinnedNote_verifies() throws VerificationException {
        CheckpointVerifier verifier = new CheckpointVerifier(ORIGIN, LogSamples.keys());
        Checkpoint checkpoint = verifier.verify(LogSamples.text("checkpoint.note"));
        assertThat(checkpoint.size()).isEqualTo(8);
        assertThat(checkpoint.origin()).isEqualTo(ORIGIN);
        assertThat(SignedNote.parse(LogSamples.text("checkpoint.note")).text()).isEqualTo(checkpoint.body());
    }

    @Test
    void oneSignatureOfTwo_isNotEnough() {
        String note = signer(keys).sign(checkpoint(1));
        refused("SIGNATURE_MISSING", note.replace(line(note, 0), ""));
        refused("SIGNATURE_MISSING", note.replace(line(note, 1), ""));
    }

    @Test
    void otherKeysUnderTheSameName_areUnknown() {
        refused("SIGNATURE_MISSING", signer(others).sign(checkpoint(1)));
    }

    @Test
    void linesOfUnknownKeys_areIgnored() throws VerificationException {
        String note = signer(keys).sign(checkpoint(1));
        String theirs = signer(others).sign(checkpoint(1));
        String cosigned = note + line(theirs, 0) + "— witness.example AAAAAAAB\n" + line(theirs, 1);
        assertThat(verifier().verify(cosigned)).isEqualTo(checkpoint(1));
        String first = note.replace(line(note, 0), "— witness.example AAAAAAAB\n" + line(note, 0));
        assertThat(verifier().verify(first)).isEqualTo(checkpoint(1));
    }

    @Test
    void signatureOfOneOfOursThatDoesNotFit_refusesTheNote() throws VerificationException {
        String note = signer(keys).sign(checkpoint(1));
        String other = signer(keys).sign(checkpoint(2));
        for (int i = 0; i < 2; i++) {
            refused("SIGNATURE_INVALID", note.replace(line(note, i), line(other, i)));
            refused("SIGNATURE_INVALID", note + line(other, i));
        }
        refused("SIGNATURE_INVALID", note.replace(ORIGIN + "\n1\n", ORIGIN + "\n2\n"));
    }

    @Test
    void changedByteAfterTheNoteWasVerified_isSeen() throws VerificationException {
        CheckpointVerifier verifier = verifier();
        String note = signer(keys).sign(checkpoint(1));
        verifier.verify(note);
        assertThatThrownBy(() -> verifier.verify(note.replace("\n1\n", "\n3\n")))
                .isInstanceOf(VerificationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changsha.exchange.example/log\n1\nROOT\nextension\n",
                "changsha.exchange.example/log\n01\nROOT\n",
                "changsha.exchange.example/log\n+1\nROOT\n",
                "changsha.exchange.example/log\n-1\nROOT\n",
                "changsha.exchange.example/log\n 1\nROOT\n",
                "changsha.exchange.example/log\n\u0661\nROOT\n",
                "changsha.exchange.example/log\n\nROOT\n",
                "changsha.exchange.example/log\n9223372036854775808\nROOT\n",
                "changsha.exchange.example/log\n18446744073709551615\nROOT\n",
                "changsha.exchange.example/log\n18446744073709551617\nROOT\n",
                "changsha.exchange.example/log\n0\nROOT\n",
                "changsha.exchange.example/log\n1\nAAAA\n",
                "changsha.exchange.example/log\n1\nROOT",
                "changsha.exchange.example/log\n1\nROOT\n\n",
                "changsha.exchange.example/log\n1\n",
                "\n1\nROOT\n",
                "\nchangsha.exchange.example/log\n1\nROOT\n"
            })
    void wellSignedButNoCheckpoint_isRefused(String template) {
        String body = template.replace("ROOT", "dyyZcNXlkvcrDa5PPhLRyIRWPuAP7UFKiiiPEbNQm6g=");
        assertThatThrownBy(() -> Checkpoint.parse(body))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("CHECKPOINT_MALFORMED"));
        if (body.endsWith("\n")) {
            refused("CHECKPOINT_MALFORMED", signed(body));
        }
    }

    private static String signed(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Signer ed25519 = keys.ed25519();
        Signer sm2 = keys.sm2();
        NoteKey first = NoteKey.ed25519(ORIGIN, ed25519.publicKey());
        NoteKey second = NoteKey.sm2(ORIGIN, sm2.publicKey());
        return new SignedNote(
                        body,
                        List.of(
                                new SignedNote.Line(ORIGIN, first.id(), ed25519.sign(bytes)),
                                new SignedNote.Line(ORIGIN, second.id(), sm2.sign(bytes))))
                .toText();
    }

    @Test
    void otherOrigin_isRefused() {
        refused(
                "ORIGIN_UNEXPECTED",
                signed("zhuzhou.exchange.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
    }

    @Test
    void sizesUpToTheBound_areTaken() throws VerificationException {
        Checkpoint largest = checkpoint(Long.MAX_VALUE);
        assertThat(verifier().verify(signer(keys).sign(largest))).isEqualTo(largest);
        Checkpoint empty = new Checkpoint(ORIGIN, 0, Merkle.emptyRoot());
        assertThat(verifier().verify(signer(keys).sign(empty))).isEqualTo(empty);
    }

    @Test
    void whatIsRemembered_isBounded() throws VerificationException {
        CheckpointVerifier verifier = verifier();
        CheckpointSigner signer = signer(keys);
        for (int size = 1; size <= CheckpointVerifier.REMEMBERED + 50; size++) {
            verifier.verify(signer.sign(checkpoint(size)));
        }
        assertThat(verifier.remembered()).isEqualTo(CheckpointVerifier.REMEMBERED);
    }

    @Test
    void wrongUse_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CheckpointSigner(ORIGIN, keys.sm2(), keys.ed25519()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckpointSigner("changsha log", keys.ed25519(), keys.sm2()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer(keys).sign(new Checkpoint("other.example/log", 0, Merkle.emptyRoot())));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(ORIGIN, 0, new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(ORIGIN, 1, new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(ORIGIN, -1, new byte[32]));
    }
}

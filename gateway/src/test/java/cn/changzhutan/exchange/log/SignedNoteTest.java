package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    private static final String LINE =
            "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMou"
                    + "FSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

    /** The example of C2SP signed-note: the text has an empty line of its own. */
    @Test
    void exampleOfTheStandard_isRead() throws VerificationException {
        String text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
        SignedNote note = SignedNote.parse(text + "\n" + LINE);
        assertThat(note.text()).isEqualTo(text);
        assertThat(note.lines()).hasSize(1);
        assertThat(note.lines().get(0).name()).isEqualTo("quasimodo.example/salvatore");
        assertThat(note.lines().get(0).keyId()).isEqualTo(0x367ba04b);
        assertThat(note.lines().get(0).signature()).hasSize(64);
        assertThat(note.toText()).isEqualTo(text + "\n" + LINE);
    }

    /** The well-known note of the Go project's documentation: another program's key, key id and signature. */
    @Test
    void noteOfAnotherProgram_verifies() throws VerificationException {
        byte[] typeAndKey = Base64.getDecoder().decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        NoteKey key = NoteKey.ed25519("PeterNeumann", Arrays.copyOfRange(typeAndKey, 1, 33));
        assertThat(key.id()).isEqualTo(0xc74f20a3);
        SignedNote note = SignedNote.parse(
                "If you think cryptography is the answer to your problem,\n"
                        + "then you don't know what your problem is.\n\n"
                        + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
        new NotePolicy(List.of(List.of(new NotePolicy.Pinned(key, Long.MAX_VALUE)))).verify(note);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\nLINE",
                "text\n\nLINENOEND",
                "text\n\nLINEtext\n",
                "text\n\nLINE\nLINE\n",
                "text\r\n\nLINE",
                "te\u0000xt\n\nLINE",
                "te\txt\n\nLINE",
                "te\uD842xt\n\nLINE",
                "text\uDFB7\n\nLINE",
                "text\n\n- a.example AAAAAAA=\n",
                "text\n\n—a.example AAAAAAA=\n",
                "text\n\n— a.example\n",
                "text\n\n— a.example \n",
                "text\n\n— a.example AAAAAA==\n",
                "text\n\n— a.example AAAAAAA\n",
                "text\n\n— a.example AAAAAAB=\n",
                "text\n\n— a.example AAAAAAA= \n",
                "text\n\n— a.example AAAA_AA=\n",
                "text\n\n— a.example  AAAAAAA=\n",
                "text\n\n—  AAAAAAA=\n",
                "text\n\n— a+b AAAAAAA=\n",
                "text\n\n— a\u00A0b AAAAAAA=\n",
                "text\n\n— a\u3000b AAAAAAA=\n"
            })
    void malformed_isRefused(String template) {
        String note = template.replace("LINENOEND", LINE.strip()).replace("LINE", LINE);
        assertThatThrownBy(() -> SignedNote.parse(note))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("NOTE_MALFORMED"));
    }

    @Test
    void shortestSignature_isRead() throws VerificationException {
        assertThat(SignedNote.parse("text\n\n— a.example AAAAAAA=\n")
                        .lines()
                        .get(0)
                        .signature())
                .hasSize(1);
    }

    @Test
    void signatures_areBounded() throws VerificationException {
        assertThat(SignedNote.parse("text\n\n" + LINE.repeat(32)).lines()).hasSize(32);
        assertThatThrownBy(() -> SignedNote.parse("text\n\n" + LINE.repeat(33)))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> SignedNote.parse("x".repeat(SignedNote.MAX_BYTES) + "\n\n" + LINE))
                .isInstanceOf(VerificationException.class);
    }
}

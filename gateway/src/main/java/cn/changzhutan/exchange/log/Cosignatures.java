package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.util.ArrayList;
import java.util.List;

/** Joins what witnesses answered to the checkpoint that they were shown. Stateless and thread-safe. */
public final class Cosignatures {
    private Cosignatures() {}

    /**
     * A note with the lines of these keys added at its end. A key that has a line already keeps it, and lines of other keys are left
     * out. Nothing is verified: ask {@link Policy#cosigned} of what is returned.
     *
     * @param note a signed note
     * @param lines signature lines, each ended by a newline, as a witness answered them
     * @throws VerificationException {@code NOTE_MALFORMED} if the lines are no signature lines, or too many
     */
    public static String add(String note, String lines, List<NoteKey> keys) throws VerificationException {
        SignedNote before = SignedNote.parse(note);
        SignedNote answered = SignedNote.parse(note + lines);
        if (!answered.text().equals(before.text())) {
            throw new VerificationException(SignedNote.MALFORMED, "an answer that is more than signature lines");
        }
        List<SignedNote.Line> all = new ArrayList<>(before.lines());
        for (SignedNote.Line line : answered.only(keys).lines()) {
            if (before.lines().stream()
                    .noneMatch(known ->
                            known.keyId() == line.keyId() && known.name().equals(line.name()))) {
                all.add(line);
            }
        }
        return new SignedNote(before.text(), all).toText();
    }

    /** The note's text: what is signed, with its final newline. @throws VerificationException {@code NOTE_MALFORMED} */
    public static String textOf(String note) throws VerificationException {
        return SignedNote.parse(note).text();
    }
}

package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.util.List;

/**
 * Which keys must have signed a note: all of them. Lines of other keys are ignored, as C2SP signed-note has it (a witness may have
 * added its own); a line under the name and id of one of ours that does not verify refuses the note. Immutable and thread-safe.
 */
final class NotePolicy {
    private final List<NoteKey> required;

    NotePolicy(List<NoteKey> required) {
        this.required = List.copyOf(required);
        if (required.isEmpty()) {
            throw new IllegalArgumentException("a policy that requires no key");
        }
    }

    /** @throws VerificationException {@code SIGNATURE_INVALID}, or {@code SIGNATURE_MISSING} */
    void verify(SignedNote note) throws VerificationException {
        byte[] signed = note.signedBytes();
        for (NoteKey key : required) {
            boolean found = false;
            for (SignedNote.Line line : note.lines()) {
                if (key.made(line)) {
                    key.verify(signed, line.signature());
                    found = true;
                }
            }
            if (!found) {
                throw new VerificationException("SIGNATURE_MISSING", "no signature of the key " + key);
            }
        }
    }
}

package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which keys must have signed a log's checkpoint: at least one of each algorithm. Lines of other keys are ignored, as C2SP
 * signed-note has it (a witness may have added its own); a line under the name and id of one of ours that does not verify refuses the
 * note. A retired key counts up to the size at which it was retired. Immutable and thread-safe.
 */
final class NotePolicy {
    /** A pinned key. @param until largest size that it may sign; {@link Long#MAX_VALUE} for a key in use */
    record Pinned(NoteKey key, long until) {}

    private final List<List<Pinned>> required;

    /** @param required one list an algorithm, of which one key each must have signed */
    NotePolicy(List<List<Pinned>> required) {
        this.required = required.stream().map(List::copyOf).toList();
        if (required.isEmpty() || required.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a policy that requires no key");
        }
    }

    /**
     * Verifies every line of a pinned key.
     *
     * @return those whose lines stand there, an algorithm each in the order of the policy
     * @throws VerificationException {@code SIGNATURE_INVALID}, or {@code SIGNATURE_MISSING}
     */
    List<List<Pinned>> verify(SignedNote note) throws VerificationException {
        byte[] signed = note.signedBytes();
        List<List<Pinned>> signers = new ArrayList<>();
        for (List<Pinned> oneOf : required) {
            List<Pinned> found = new ArrayList<>();
            for (Pinned pinned : oneOf) {
                for (SignedNote.Line line : note.lines()) {
                    if (pinned.key().made(line)) {
                        pinned.key().verify(signed, line.signature());
                        found.add(pinned);
                    }
                }
            }
            if (found.isEmpty()) {
                throw new VerificationException("SIGNATURE_MISSING", "no signature of the key " + names(oneOf));
            }
            signers.add(found);
        }
        return signers;
    }

    boolean hasKeyOf(SignedNote.Line line) {
        return required.stream()
                .flatMap(List::stream)
                .anyMatch(pinned -> pinned.key().made(line));
    }

    /** Every pinned key. */
    List<NoteKey> keys() {
        return required.stream().flatMap(List::stream).map(Pinned::key).toList();
    }

    /** @throws VerificationException {@code KEY_RETIRED} if of some algorithm every signer was retired below this size */
    static void requireInUse(List<List<Pinned>> signers, long size) throws VerificationException {
        for (List<Pinned> found : signers) {
            if (found.stream().noneMatch(pinned -> size <= pinned.until())) {
                throw new VerificationException(
                        "KEY_RETIRED", "size " + size + " is signed by a key that was retired before: " + names(found));
            }
        }
    }

    private static String names(List<Pinned> keys) {
        return String.join(
                " or ", keys.stream().map(pinned -> pinned.key().toString()).toList());
    }
}

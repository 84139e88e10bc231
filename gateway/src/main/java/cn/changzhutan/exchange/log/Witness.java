package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A witness' key as the policy pins it.
 *
 * @param name in the policy; the key has a name of its own
 * @param url prefix before {@code /add-checkpoint} (C2SP tlog-witness); empty for one that is not asked from here
 */
public record Witness(String name, NoteKey key, Optional<URI> url) {
    static final String INVALID = "COSIGNATURE_INVALID";

    /** @throws IllegalArgumentException if the key is not a cosigner's */
    public Witness {
        if (!key.kind().isCosigner()) {
            throw new IllegalArgumentException("witness " + name + " (expected: a key of a cosigner)");
        }
    }

    /** Whether it stands under the host of this log: it is run by those whom it would watch. */
    public boolean isOf(String origin) {
        return key.host().equals(NoteKey.hostOf(origin));
    }

    /**
     * The time at which this witness cosigned the note; empty if it did not.
     *
     * @throws VerificationException {@code COSIGNATURE_INVALID} if a line under its name and id does not verify
     */
    Optional<Instant> cosigned(SignedNote note) throws VerificationException {
        Optional<Instant> at = Optional.empty();
        for (SignedNote.Line line : note.lines()) {
            if (key.made(line)) {
                at = Optional.of(verify(note.text(), line.signature()));
            }
        }
        return at;
    }

    private Instant verify(String text, byte[] timed) throws VerificationException {
        if (timed.length <= Long.BYTES) {
            throw new VerificationException(INVALID, "the cosignature of " + name + " has no signature");
        }
        long time = ByteBuffer.wrap(timed).getLong();
        if (time < 0 || time > Instant.MAX.getEpochSecond()) {
            throw new VerificationException(INVALID, "the cosignature of " + name + " has no time");
        }
        try {
            key.verify(Cosigner.message(text, time), Arrays.copyOfRange(timed, Long.BYTES, timed.length));
        } catch (VerificationException e) {
            throw new VerificationException(INVALID, "the cosignature of " + name + " does not verify");
        }
        return Instant.ofEpochSecond(time);
    }
}

package cn.changzhutan.exchange.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** How far one witness has come with this city's log. Thread-safe. */
final class WitnessStanding {
    /** So that one request at a time is under way. */
    final AtomicBoolean busy = new AtomicBoolean();

    private long knownSize;
    private long cosignedSize;
    private Instant lookedAt = Instant.MIN;
    private Instant waitingSince;
    private String trouble = "";

    /** The size that the next consistency proof begins from. */
    synchronized long knownSize() {
        return knownSize;
    }

    synchronized void knows(long size) {
        knownSize = size;
    }

    synchronized boolean hasCosigned(long size) {
        return cosignedSize >= size;
    }

    synchronized void cosigned(long size) {
        knownSize = size;
        cosignedSize = Math.max(cosignedSize, size);
        waitingSince = null;
        trouble = "";
    }

    /** A checkpoint waits for this witness. */
    synchronized void waits(Instant now) {
        if (waitingSince == null || now.isBefore(waitingSince)) {
            waitingSince = now;
        }
    }

    /** @return whether it is time to look what it shows of this log */
    synchronized boolean isToBeLookedAt(Instant now, Duration every) {
        return lookedAt.equals(Instant.MIN) || now.isBefore(lookedAt) || !now.isBefore(lookedAt.plus(every));
    }

    synchronized void looked(Instant now) {
        lookedAt = now;
        trouble = "";
    }

    /** @return whether that is news */
    synchronized boolean failed(String what) {
        boolean news = !trouble.equals(what);
        trouble = what;
        return news;
    }

    /** Why the last request had no good answer; "" if it had. */
    synchronized String trouble() {
        return trouble;
    }

    /** For how long a checkpoint has waited for its cosignature; zero if none waits. */
    synchronized Duration lag(Instant now) {
        return waitingSince == null || now.isBefore(waitingSince) ? Duration.ZERO : Duration.between(waitingSince, now);
    }
}

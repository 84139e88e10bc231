package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.store.ExchangeStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One submission on its way into the log: sealed for each destination, or refused. The group's writer fills in what it found
 * under the lock; readers see it once the append returned.
 */
final class Acceptance {
    /** A record sealed for one city, all but its place in the log. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(
            ExchangeId id,
            City to,
            Instant at,
            NewLeaf leaf,
            byte[] envelope,
            byte[] wrappedKey,
            byte[] orderingKey,
            Optional<BigDecimal> amount) {}

    private final Submission submission;
    private final byte[] contentDigest;
    private final List<Sealed> sealed;
    private final Refusal refusal;
    private final NewLeaf refusedLeaf;
    private List<ExchangeStore.Row> earlier = List.of();
    private Acceptance twin;

    private Acceptance(
            Submission submission, byte[] contentDigest, List<Sealed> sealed, Refusal refusal, NewLeaf refusedLeaf) {
        this.submission = submission;
        this.contentDigest = contentDigest;
        this.sealed = sealed;
        this.refusal = refusal;
        this.refusedLeaf = refusedLeaf;
    }

    static Acceptance of(Submission submission, byte[] contentDigest, List<Sealed> sealed) {
        return new Acceptance(submission, contentDigest, List.copyOf(sealed), null, null);
    }

    static Acceptance refused(Submission submission, Refusal refusal, NewLeaf leaf) {
        return new Acceptance(submission, null, List.of(), refusal, leaf);
    }

    Submission submission() {
        return submission;
    }

    byte[] contentDigest() {
        return contentDigest;
    }

    List<Sealed> sealed() {
        return sealed;
    }

    /** Null if it was not refused. */
    Refusal refusal() {
        return refusal;
    }

    NewLeaf refusedLeaf() {
        return refusedLeaf;
    }

    /** Rows of the same message that stood in the log before; empty for a new one. */
    List<ExchangeStore.Row> earlier() {
        return earlier;
    }

    /** The same message earlier in the same group; null for a new one. */
    Acceptance twin() {
        return twin;
    }

    void foundEarlier(List<ExchangeStore.Row> rows) {
        earlier = rows;
    }

    void foundTwin(Acceptance first) {
        twin = first;
    }
}

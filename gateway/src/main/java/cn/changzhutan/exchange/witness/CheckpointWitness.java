package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.AddCheckpoint;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointVerifier;
import cn.changzhutan.exchange.log.Cosigner;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.ProofVerifier;
import cn.changzhutan.exchange.witness.WitnessLedger.Page;
import cn.changzhutan.exchange.witness.WitnessLedger.Seen;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness (C2SP tlog-witness): cosigns a checkpoint if it continues what was seen of its log, after that was made durable. Anyone may
 * ask; what is believed are the signatures of the pinned logs. Thread-safe.
 *
 * <p>A city's gateway sees the other logs through the broker as well, so what it has seen may be larger than what it cosigned. A
 * checkpoint that it has seen is asked to continue the last that was cosigned; any other is asked to continue the newest seen.
 */
public final class CheckpointWitness {
    /** Longest request in bytes. */
    public static final int MAX_BYTES = AddCheckpoint.MAX_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWitness.class);

    /** Gives a checkpoint that may be on its way here the time to arrive; returns when it did, or soon after. */
    @FunctionalInterface
    public interface Patience {
        Patience NONE = (origin, size) -> {};

        void await(String origin, long size);
    }

    private record Verdict(WitnessAnswer refusal, Instant at) {}

    private final Supplier<Policy> policy;
    private final Predicate<City> witnessed;
    private final WitnessLedger ledger;
    private final Patience patience;
    private final Clock clock;
    private volatile Cosigner cosigner;

    /**
     * @param policy whom to believe, as it is now
     * @param witnessed cities whose current logs are cosigned
     */
    public CheckpointWitness(
            Supplier<Policy> policy,
            Predicate<City> witnessed,
            Cosigner cosigner,
            WitnessLedger ledger,
            Patience patience,
            Clock clock) {
        this.policy = policy;
        this.witnessed = witnessed;
        this.cosigner = cosigner;
        this.ledger = ledger;
        this.patience = patience;
        this.clock = clock;
    }

    /** From the next cosignature on. */
    public void cosignWith(Cosigner next) {
        cosigner = next;
    }

    /** How a log is named in the path of {@link #newest}: hex SHA-256 of its origin. */
    public static String hashOf(String origin) {
        return HexFormat.of().formatHex(Merkle.sha256(origin.getBytes(StandardCharsets.UTF_8)));
    }

    /** Answers a request to cosign. What is refused changes nothing, except that a contradiction is kept as proof. */
    public WitnessAnswer add(byte[] body) {
        AddCheckpoint request;
        Checkpoint checkpoint;
        try {
            request = AddCheckpoint.decode(body);
            Optional<CheckpointVerifier> log = current(request.origin());
            if (log.isEmpty()) {
                return WitnessAnswer.refused(404, "this log is not witnessed here");
            }
            checkpoint = log.get().verify(request.note());
            request = new AddCheckpoint(
                    request.oldSize(), request.consistency(), log.get().withoutOthers(request.note()));
        } catch (VerificationException e) {
            boolean malformed = e.code().endsWith("MALFORMED");
            return WitnessAnswer.refused(malformed ? 400 : 403, e.code() + ": " + e.getMessage());
        }
        if (request.oldSize() > checkpoint.size()) {
            return WitnessAnswer.refused(400, "the old size is larger than the checkpoint's");
        }
        patience.await(checkpoint.origin(), checkpoint.size());
        AddCheckpoint asked = request;
        Verdict verdict = ledger.inTurn(checkpoint.origin(), page -> judge(page, checkpoint, asked));
        return verdict.refusal() != null
                ? verdict.refusal()
                : WitnessAnswer.ok(cosigner.cosign(checkpoint.body(), verdict.at()));
    }

    /** Of a log that is still in use: one that has ended is not cosigned any more. */
    private Optional<CheckpointVerifier> current(String origin) {
        Policy now = policy.get();
        return now.cityOf(origin)
                .filter(witnessed)
                .filter(city -> now.origin(city).equals(origin))
                .map(city -> now.log(origin));
    }

    private Verdict judge(Page page, Checkpoint checkpoint, AddCheckpoint request) {
        Optional<Seen> same = page.at(checkpoint.size());
        if (same.isPresent() && !Arrays.equals(same.get().root(), checkpoint.root())) {
            LOG.error("{} has signed two different trees of size {}", checkpoint.origin(), checkpoint.size());
            page.conflict(same.get(), request.note());
        }
        Optional<Seen> base = same.isPresent() ? page.at(page.cosignedSize()) : page.newest();
        long baseSize = base.map(Seen::size).orElse(0L);
        if (page.isStopped() || request.oldSize() != baseSize) {
            return new Verdict(WitnessAnswer.conflict(baseSize), Instant.EPOCH);
        }
        try {
            ProofVerifier.consistency(
                    baseSize,
                    base.map(Seen::root).orElse(Merkle.emptyRoot()),
                    checkpoint.size(),
                    checkpoint.root(),
                    request.consistency());
        } catch (VerificationException e) {
            return new Verdict(WitnessAnswer.refused(422, e.code() + ": " + e.getMessage()), Instant.EPOCH);
        }
        page.cosigned(new Seen(checkpoint.size(), checkpoint.root(), request.note()));
        // Under the lock, so that a later time never stands on a smaller size.
        return new Verdict(null, clock.instant());
    }

    /**
     * The newest checkpoint that is known of a log, also of one that has ended: by its own signatures a log that was set back is shown to be behind.
     *
     * @param hash as {@link #hashOf} gives it
     */
    public WitnessAnswer newest(String hash) {
        Policy now = policy.get();
        Optional<String> named = now.cities().stream()
                .filter(witnessed)
                .flatMap(city -> Stream.concat(Stream.of(now.origin(city)), now.formerOrigins(city).stream()))
                .filter(origin -> hashOf(origin).equals(hash))
                .findFirst();
        return named.flatMap(ledger::newest)
                .map(newest -> WitnessAnswer.ok(newest.note()))
                .orElseGet(() -> WitnessAnswer.refused(404, "no checkpoint of this log is known here"));
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.AddCheckpoint;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.witness.WitnessAnswer;
import cn.changzhutan.exchange.witness.WitnessLink;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this city's checkpoints cosigned: about once a second the newest one that was published goes to every witness of the policy
 * (C2SP tlog-witness), and what comes back is verified and kept. A witness that cannot be reached is an alarm and nothing else. One
 * that shows a checkpoint of this city's own keys which this log does not continue ends the signing. Thread-safe.
 *
 * <p>Published ones, because the other cities follow them one by one through the broker: a witness among them has seen it already, and
 * its chain of checkpoints is not crossed by another.
 */
public final class Witnessing implements AutoCloseable {
    /**
     * How one witness stands.
     *
     * @param up whether its last answer was a good one
     * @param lag for how long a checkpoint has waited for its cosignature; zero if none waits
     */
    public record Standing(String witness, boolean up, Duration lag) {
        /** So many seconds without a cosignature are an alarm. */
        static final Duration ALARM = Duration.ofSeconds(60);

        public boolean isAlarm() {
            return !up || lag.compareTo(ALARM) > 0;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final long ROUND_MILLIS = 3_000;
    private static final int TRIES = 4;

    private final Supplier<Policy> policy;
    private final Function<URI, WitnessLink> linkTo;
    private final ExchangeLog log;
    private final CosignedRows rows;
    private final Duty duty;
    private final Clock clock;
    private final Map<URI, WitnessLink> links = new ConcurrentHashMap<>();
    private final Map<URI, WitnessStanding> standings = new ConcurrentHashMap<>();
    private final ExecutorService calls = Executors.newCachedThreadPool(task -> daemon(task, "witness-call"));
    private final Thread rounds = daemon(this::rounds, "witness-rounds");
    private volatile boolean closed;

    /** @param duty one process of the city submits; every process looks */
    Witnessing(
            Supplier<Policy> policy,
            Function<URI, WitnessLink> linkTo,
            ExchangeLog log,
            Database database,
            Duty duty,
            Clock clock) {
        this.policy = policy;
        this.linkTo = linkTo;
        this.log = log;
        this.rows = new CosignedRows(policy, database, clock);
        this.duty = duty;
        this.clock = clock;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to submit; once, after the node is open. */
    public void start() {
        rounds.start();
    }

    private void rounds() {
        try {
            while (!closed) {
                tryRound();
                Thread.sleep(EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryRound() {
        try {
            round();
        } catch (LogUnavailableException e) {
            LOG.debug("no witnessing now: {}", e.getMessage());
        } catch (RuntimeException e) {
            // Let out, it would end the rounds; the lag of every witness shows it.
            LOG.error("a round of witnessing failed: {}", e.getClass().getSimpleName());
        }
    }

    /** What the witnesses show of this log now, as far as they answer. To be asked before the head of the log is read. */
    List<Checkpoint> shown() {
        List<CompletableFuture<Optional<Checkpoint>>> answers = new ArrayList<>();
        for (AskedWitness witness : asked()) {
            answers.add(CompletableFuture.supplyAsync(() -> shownBy(witness), calls));
        }
        await(answers);
        return answers.stream()
                .filter(answer -> answer.isDone() && !answer.isCompletedExceptionally())
                .flatMap(answer -> answer.join().stream())
                .toList();
    }

    /** One round: returns when every witness has answered, or after a few seconds; late answers are kept all the same. */
    void round() {
        Optional<CosignedRows.Target> target = duty.holds() ? rows.target() : Optional.empty();
        List<CompletableFuture<Void>> visits = new ArrayList<>();
        for (AskedWitness witness : asked()) {
            WitnessStanding standing = standingOf(witness);
            if (standing.busy.compareAndSet(false, true)) {
                visits.add(CompletableFuture.runAsync(() -> visit(witness, standing, target), calls)
                        .whenComplete((done, e) -> standing.busy.set(false)));
            }
        }
        await(visits);
    }

    private static void await(List<? extends CompletableFuture<?>> all) {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(ROUND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("some witness takes longer than {} ms", ROUND_MILLIS);
        } catch (ExecutionException e) {
            LOG.debug("a visit to a witness failed: {}", e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(AskedWitness witness, WitnessStanding standing, Optional<CosignedRows.Target> target) {
        try {
            boolean waits =
                    target.isPresent() && !standing.hasCosigned(target.get().size());
            if (standing.isToBeLookedAt(clock.instant(), LOOK_EVERY)) {
                shownBy(witness).ifPresent(log::compare);
            }
            if (waits) {
                standing.waits(clock.instant());
                submit(witness, standing, target.get());
            }
        } catch (LogUnavailableException e) {
            LOG.debug("witness {} not visited: {}", witness.name(), e.getMessage());
        } catch (IOException | VerificationException e) {
            failed(witness, standing, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(AskedWitness witness, WitnessStanding standing, CosignedRows.Target target)
            throws IOException, InterruptedException, VerificationException {
        for (int i = 0; i < TRIES; i++) {
            long from = standing.knownSize();
            if (from > target.size()) {
                return; // it knows more already: a later target will do
            }
            List<byte[]> path = from == 0 || from == target.size()
                    ? List.of()
                    : log.proofsAt(target.size()).consistency(from);
            WitnessAnswer answer = linkOf(witness).add(new AddCheckpoint(from, path, target.note()));
            if (answer.status() == 200) {
                rows.merge(target.size(), answer.body(), witness);
                standing.cosigned(target.size());
                return;
            }
            if (answer.status() != 409) {
                throw new IOException("status " + answer.status());
            }
            standing.knows(sizeOf(answer));
            if (standing.knownSize() == from || standing.knownSize() > target.size()) {
                // It will not have this checkpoint: what does it hold?
                shownBy(witness).ifPresent(log::compare);
            }
        }
        throw new IOException("it asks for another size each time");
    }

    private static long sizeOf(WitnessAnswer answer) throws IOException {
        String body = answer.body();
        if (!answer.mediaType().startsWith(WitnessAnswer.SIZE) || !body.matches("(0|[1-9][0-9]{0,17})\n")) {
            throw new IOException("a conflict that names no size");
        }
        return Long.parseLong(body.strip());
    }

    private Optional<Checkpoint> shownBy(AskedWitness witness) {
        WitnessStanding standing = standingOf(witness);
        try {
            Optional<String> note = linkOf(witness).newest(log.origin());
            standing.looked(clock.instant());
            return note.isEmpty()
                    ? Optional.empty()
                    : Optional.of(policy.get().log(log.origin()).verify(note.get()));
        } catch (IOException | VerificationException e) {
            failed(witness, standing, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static void failed(AskedWitness witness, WitnessStanding standing, Exception e) {
        String what = e instanceof VerificationException bad
                ? bad.code()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
        if (standing.failed(what)) {
            LOG.warn("witness {} does not cosign: {}", witness.name(), what);
        }
    }

    /** Of every witness that is asked, in the order of the policy. */
    public List<Standing> standings() {
        Instant now = clock.instant();
        return asked().stream()
                .map(witness -> {
                    WitnessStanding standing = standingOf(witness);
                    return new Standing(witness.name(), standing.trouble().isEmpty(), standing.lag(now));
                })
                .toList();
    }

    private List<AskedWitness> asked() {
        return List.copyOf(AskedWitness.of(policy.get(), log.origin()).values());
    }

    private WitnessLink linkOf(AskedWitness witness) {
        return links.computeIfAbsent(witness.url(), linkTo);
    }

    private WitnessStanding standingOf(AskedWitness witness) {
        return standings.computeIfAbsent(witness.url(), url -> new WitnessStanding());
    }

    @Override
    public void close() {
        closed = true;
        rounds.interrupt();
        calls.shutdownNow();
    }
}

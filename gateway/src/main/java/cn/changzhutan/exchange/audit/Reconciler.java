package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.audit.PeerStatements.PeerUnavailableException;
import cn.changzhutan.exchange.audit.Reconciliation.Mismatch;
import cn.changzhutan.exchange.audit.Reconciliation.Outcome;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.pipeline.LogEntries;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.Repeatable;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ReconciliationStore;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares days with the other cities, keeps what came of it, and logs it. Thread-safe. */
public final class Reconciler implements Reconciliations {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Mismatches that are listed at most: they are written while the log waits. */
    private static final int LISTED = 5_000;

    /** Exchanges may move on between the two statements: then both are taken again. */
    private static final int ATTEMPTS = 3;

    private record Compared(Comparison comparison, List<Mismatch> mismatches) {}

    private final SortedSet<City> others;
    private final Database database;
    private final Statements statements;
    private final PeerStatements peers;
    private final LogEntries entries;
    private final Clock clock;

    public Reconciler(
            City self,
            Iterable<City> others,
            Database database,
            PeerStatements peers,
            LogEntries entries,
            Clock clock) {
        this.others = new TreeSet<>();
        others.forEach(this.others::add);
        this.database = database;
        this.statements = new Statements(self, database);
        this.peers = peers;
        this.entries = entries;
        this.clock = clock;
    }

    @Override
    public List<Reconciliation> run(BusinessDay day) {
        List<Reconciliation> results = new ArrayList<>();
        for (City peer : others) {
            results.add(log(day, peer, compare(day, peer)));
        }
        return results;
    }

    /**
     * Compares the day with the cities with which that was not done. A city that could not be asked is asked again by the next call,
     * but that it could not is logged once. Nothing if another process of this city is doing it.
     *
     * @return true if every city has been compared
     */
    public boolean catchUp(BusinessDay day) {
        return reading(c -> {
            if (!ReconciliationStore.tryLock(c)) {
                return false;
            }
            boolean all = true;
            List<Reconciliation> known = latest(day);
            for (City peer : others) {
                Optional<Outcome> before = known.stream()
                        .filter(each -> each.peer().equals(peer))
                        .map(Reconciliation::outcome)
                        .findFirst();
                if (before.isEmpty() || before.get() == Outcome.INCOMPLETE) {
                    Compared compared = compare(day, peer);
                    all &= compared.comparison().there().isPresent();
                    if (before.isEmpty() || compared.comparison().there().isPresent()) {
                        log(day, peer, compared);
                    }
                }
            }
            return all;
        });
    }

    private Compared compare(BusinessDay day, City peer) {
        try {
            Compared compared = null;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Statement own = statement(day, peer);
                Statement theirs = peers.of(peer, day);
                if (!theirs.peer().equals(own.city())) {
                    throw new PeerUnavailableException("ANOTHER_STATEMENT");
                }
                Comparison comparison = new Comparison(own, Optional.of(theirs), "");
                List<Mismatch> mismatches = new ArrayList<>();
                for (Statement.Key key : comparison.unbalanced()) {
                    mismatches.addAll(
                            new MismatchFinder(statements, peers, own, key, PAGE).find(LISTED + 1 - mismatches.size()));
                }
                compared = new Compared(comparison, mismatches);
                if (comparison.outcome() == Outcome.BALANCED || !mismatches.isEmpty()) {
                    break;
                }
            }
            return compared;
        } catch (PeerUnavailableException e) {
            LOG.warn("reconciliation of {} with {}: {}", day, peer, e.getMessage());
            return new Compared(new Comparison(statement(day, peer), Optional.empty(), e.getMessage()), List.of());
        } catch (SQLException e) {
            throw new LogUnavailableException("the database cannot be used", e);
        }
    }

    private Reconciliation log(BusinessDay day, City peer, Compared compared) {
        boolean complete = compared.mismatches().size() <= LISTED;
        List<Mismatch> listed =
                complete ? compared.mismatches() : compared.mismatches().subList(0, LISTED);
        String result = compared.comparison().result(listed.size(), complete);
        Outcome outcome = compared.comparison().outcome();
        Instant now = clock.instant();
        Leaf leaf = entries.leaf(LogEvent.RECONCILED)
                .to(peer)
                .outcome(outcome.name())
                .recordDigest(HexFormat.of().formatHex(Sm3.digest(result.getBytes(StandardCharsets.UTF_8))))
                .build();
        long index = entries.append(
                leaf,
                (c, at) -> ReconciliationStore.insert(
                        c,
                        new ReconciliationStore.Run(at, day.date(), peer.name(), now, outcome.name(), result),
                        listed.stream().map(Mismatch::row).toList()));
        LOG.info("reconciliation of {} with {}: {}", day, peer, outcome);
        return new Reconciliation(day, peer, outcome, now, index, result);
    }

    @Override
    public List<Reconciliation> latest(BusinessDay day) {
        return reading(c -> ReconciliationStore.latest(c, day.date())).stream()
                .map(Reconciliation::of)
                .toList();
    }

    @Override
    public Reconciliation.Page mismatches(BusinessDay day, City peer, Optional<ExchangeId> after, int limit) {
        Optional<Reconciliation> run =
                latest(day).stream().filter(each -> each.peer().equals(peer)).findFirst();
        if (run.isEmpty()) {
            return new Reconciliation.Page(List.of(), after);
        }
        List<Mismatch> items = reading(c ->
                        ReconciliationStore.mismatches(c, run.get().logIndex(), after.map(ExchangeId::value), limit))
                .stream()
                .map(Mismatch::of)
                .toList();
        return new Reconciliation.Page(
                items,
                items.isEmpty()
                        ? after
                        : Optional.of(items.get(items.size() - 1).exchange()));
    }

    @Override
    public Statement statement(BusinessDay day, City peer) {
        return Repeatable.call(() -> statements.of(peer, day));
    }

    @Override
    public List<StatementItem> items(
            BusinessDay day, City peer, Statement.Key key, Optional<ExchangeId> after, int limit) {
        return Repeatable.call(() -> statements.items(peer, day, key, after, limit));
    }

    private <T> T reading(Database.Work<T> work) {
        return Repeatable.call(() -> database.transaction(work));
    }
}

package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.verify.VerifiedLog.Entry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Inclusion is not completeness: a log can hold what is true and leave out the rest. Given several cities' logs, every exchange must
 * stand in both, its leaves pointing at each other with matching hashes and roots. Used once.
 */
final class Completeness {
    /** The leaves of one exchange, each once; those of the sender's log and of the receiver's. */
    private static final class Story {
        private Entry accepted;
        private Entry received;
        private Entry closed;
        private Entry receipt;
    }

    private final SortedMap<City, VerifiedLog> logs = new TreeMap<>();
    private final Policy policy;
    private final Duration patience;
    private final Report report;
    private final Map<ExchangeId, Story> stories = new HashMap<>();
    private long underway;
    private long complete;

    /** @param patience how long an exchange may be on its way, by the other log's own newest time */
    Completeness(Iterable<VerifiedLog> logs, Policy policy, Duration patience, Report report) {
        logs.forEach(log -> this.logs.put(log.city(), log));
        this.policy = policy;
        this.patience = patience;
        this.report = report;
    }

    void check() {
        logs.values().forEach(this::collect);
        stories.forEach(this::check);
        if (report.allHolds()) {
            report.holds("every exchange between " + logs.keySet() + " stands in both logs with matching digests: "
                    + complete + " closed, " + underway + " on their way");
        } else {
            report.remark(complete + " exchanges stand in both logs, " + underway + " are on their way");
        }
    }

    private void collect(VerifiedLog log) {
        for (Entry entry : log.entries()) {
            Leaf leaf = entry.leaf();
            City other = log.city().equals(leaf.from()) ? leaf.to().orElseThrow() : leaf.from();
            if (!logs.containsKey(other)) {
                continue;
            }
            Story story = stories.computeIfAbsent(leaf.exchange().orElseThrow(), id -> new Story());
            Entry twin = switch (leaf.event()) {
                case ACCEPTED -> story.accepted;
                case RECEIVED -> story.received;
                case RECEIPT -> story.receipt;
                default -> story.closed;
            };
            if (twin != null) {
                report.fails("EXCHANGE_REPEATED", at(log.city(), entry) + " repeats entry " + twin.index());
                continue;
            }
            switch (leaf.event()) {
                case ACCEPTED -> story.accepted = entry;
                case RECEIVED -> story.received = entry;
                case RECEIPT -> story.receipt = entry;
                default -> story.closed = entry;
            }
        }
    }

    private void check(ExchangeId id, Story story) {
        Entry any = story.accepted != null
                ? story.accepted
                : story.received != null ? story.received : story.closed != null ? story.closed : story.receipt;
        VerifiedLog sender = logs.get(any.leaf().from());
        VerifiedLog receiver = logs.get(any.leaf().to().orElseThrow());
        boolean sound = answers(receiver, story.received, sender, story.accepted)
                & answers(receiver, story.closed, sender, story.accepted)
                & answers(sender, story.receipt, receiver, story.closed);
        if (story.receipt != null
                && story.closed != null
                && !outcome(story.closed.leaf()).equals(story.receipt.leaf().outcome())) {
            report.fails(
                    "OUTCOME_DIFFERS",
                    at(sender.city(), story.receipt) + " names another outcome than "
                            + at(receiver.city(), story.closed));
            sound = false;
        }
        if (story.accepted == null && story.receipt != null) {
            report.fails(
                    "COUNTERPART_MISSING", at(sender.city(), story.receipt) + " closes what was never accepted there");
            sound = false;
        }
        if (story.received == null && story.closed != null) {
            report.fails(
                    "COUNTERPART_MISSING", at(receiver.city(), story.closed) + " closes what was never received there");
            sound = false;
        }
        sound &= arrived(story.accepted, story.received, story.receipt, sender, receiver)
                & arrived(story.closed, story.receipt, null, receiver, sender);
        if (sound) {
            if (story.receipt != null) {
                complete++;
            } else {
                underway++;
            }
        }
    }

    private static Optional<String> outcome(Leaf closed) {
        return closed.event() == LogEvent.DELIVERED ? Optional.of(LogEvent.DELIVERED.name()) : closed.outcome();
    }

    /** The answering leaf points at the answered one, under a tree that is part of the same history. */
    private boolean answers(VerifiedLog log, Entry answer, VerifiedLog other, Entry answered) {
        if (answer == null) {
            return true;
        }
        Counterpart named = answer.leaf().counterpart().orElseThrow();
        String where = at(log.city(), answer);
        if (!policy.cityOf(named.origin()).equals(Optional.of(other.city()))) {
            report.fails("COUNTERPART_DIFFERS", where + " points at a leaf of " + named.origin());
            return false;
        }
        if (named.index() >= other.size()) {
            return true; // written after the other log was read
        }
        if (answered == null || answered.index() != named.index()) {
            report.fails(
                    "COUNTERPART_MISSING",
                    where + " points at entry " + named.index() + " of " + other.city()
                            + ", which is no leaf of this exchange");
            return false;
        }
        if (!Arrays.equals(other.hashes().leafHash(named.index()), named.leafHash())
                || !answered.leaf().type().equals(answer.leaf().type())
                || !answered.leaf().from().equals(answer.leaf().from())
                || !answered.leaf().to().equals(answer.leaf().to())) {
            report.fails("COUNTERPART_DIFFERS", where + " answers another leaf than " + at(other.city(), answered));
            return false;
        }
        if (named.size() <= other.size() && !Arrays.equals(other.proofs().root(named.size()), named.root())) {
            report.fails(
                    "FORK",
                    where + " was written under another tree of " + other.city() + " of size " + named.size()
                            + " than the one that its log shows");
            return false;
        }
        return true;
    }

    /** What one city wrote must come to be known at the other. @param after a later leaf that shows that it did, or null */
    private boolean arrived(Entry sent, Entry taken, Entry after, VerifiedLog from, VerifiedLog to) {
        if (sent == null || taken != null) {
            return true;
        }
        boolean late = to.newest()
                .filter(now -> now.isAfter(sent.leaf().time().plus(patience)))
                .isPresent();
        if (after != null || late) {
            report.fails(
                    "COUNTERPART_MISSING",
                    at(from.city(), sent) + " has no counterpart in the log of " + to.city()
                            + (after == null ? ", which goes on for more than " + patience + " after it" : ""));
            return false;
        }
        return true;
    }

    private static String at(City city, Entry entry) {
        return city + "'s entry " + entry.index() + " (" + entry.leaf().event() + " of "
                + entry.leaf().exchange().orElseThrow() + ")";
    }
}

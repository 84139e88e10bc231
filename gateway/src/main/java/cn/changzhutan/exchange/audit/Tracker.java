package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.pipeline.LogEntries;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.Facts;
import cn.changzhutan.exchange.store.IndexStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.UsageStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who read a person's data, for the citizen portal, in the shape of Estonia's Data Tracker: newest first, one line for the same use on
 * the same day, nothing hidden but what a law hides. What a city sent and what it received, and who searched its log for the person. The
 * portal has made sure that the person asks. Every question is an entry of the log. Thread-safe.
 */
public final class Tracker {
    /** What was done with the data. */
    public enum Action {
        /** Sent to a body of another city. */
        PROVIDED,
        /** Received from another city. */
        OBTAINED,
        /** An auditor searched the log for the person. */
        SEARCHED,
        /** An auditor was given the evidence of an exchange. */
        EVIDENCE_GIVEN
    }

    /** Who got the data. @param system "" where it is no back-office system */
    public record Body(String city, String system, String nameZh, String nameEn) {}

    /**
     * Uses of one day.
     *
     * @param kind "" of a search, as {@code type}, {@code purpose} and {@code lawfulBasis}
     * @param count how often; {@code first} and {@code last} are equal if once
     */
    public record Usage(
            LocalDate day,
            Action action,
            String kind,
            String type,
            Body body,
            String purpose,
            String lawfulBasis,
            long count,
            Instant first,
            Instant last) {}

    /**
     * @param next cursor of the page before these days; empty if this is the last
     * @param hiddenBy laws by which uses may be missing here; the same for everybody
     * @param entry log index of this question
     */
    public record Usages(
            List<Usage> items, Optional<String> next, List<String> hiddenBy, Auditor.Reach reach, long entry) {}

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_A_DAY = 1000;
    private static final LocalDate END_OF_TIME = LocalDate.of(9999, 12, 31);

    private final IndexReader reader;
    private final BlindIndex blind;
    private final QueryLog queries;
    private final Function<Facts, Body> bodies;
    private final List<HiddenUsage> hidden;

    /** @param bodies who got the data of an entry */
    public Tracker(
            Database database,
            CityKeys keys,
            LogEntries entries,
            Function<Facts, Body> bodies,
            List<HiddenUsage> hidden) {
        this.reader = new IndexReader(database, LONGEST);
        this.blind = Secrets.blind(keys);
        this.queries = new QueryLog(entries, Secrets.queries(keys));
        this.bodies = bodies;
        this.hidden = List.copyOf(hidden);
    }

    /**
     * Whole days, as many as fit into {@code limit} lines; at least one day.
     *
     * @param after cursor of an earlier page, "" for the newest day on
     * @throws QueryException if the cursor is none
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException if the log or the database cannot be used
     */
    public Usages usages(Caller portal, PersonId person, String after, int limit) {
        LocalDate before = before(after);
        byte[] tag = blind.person(person.idType(), person.id());
        List<UsageStore.Usage> shown = new ArrayList<>();
        boolean[] more = {false};
        Auditor.Reach reach = reader.read(c -> {
            // A day has no more lines than there are ways of use, so this many find the end of the last one.
            List<UsageStore.Usage> all =
                    UsageStore.usages(c, tag, before, QueryLog.Action.TRACKER.name(), limit + MOST_A_DAY);
            more[0] = take(all, limit, shown);
            return new Auditor.Reach(IndexStore.cursor(c), LogStore.readHead(c).size());
        });
        Optional<String> next =
                more[0] ? Optional.of(shown.get(shown.size() - 1).day().toString()) : Optional.empty();
        List<Usage> items = shown.stream()
                .filter(usage -> hidden.stream().noneMatch(rule -> rule.hides(usage.facts())))
                .map(this::usage)
                .toList();
        ObjectNode question = QueryLog.question(
                portal, QueryLog.Action.TRACKER, "", Terms.of(person).toJson());
        long entry =
                queries.enter(QueryLog.Action.TRACKER, question.put("after", after), items.size(), Optional.empty());
        return new Usages(
                items,
                next,
                hidden.stream().map(HiddenUsage::legalReference).distinct().toList(),
                reach,
                entry);
    }

    /** Moves whole days over. @return whether days are left */
    private static boolean take(List<UsageStore.Usage> all, int limit, List<UsageStore.Usage> shown) {
        for (UsageStore.Usage usage : all) {
            boolean newDay =
                    !shown.isEmpty() && !shown.get(shown.size() - 1).day().equals(usage.day());
            if (newDay && shown.size() >= limit) {
                return true;
            }
            shown.add(usage);
        }
        return false;
    }

    private Usage usage(UsageStore.Usage usage) {
        Facts facts = usage.facts();
        Action action = facts.event().equals(LogEvent.ACCEPTED.name())
                ? Action.PROVIDED
                : facts.event().equals(LogEvent.RECEIVED.name()) ? Action.OBTAINED : queried(facts);
        return new Usage(
                usage.day(),
                action,
                facts.kind(),
                facts.type(),
                bodies.apply(facts),
                facts.purpose(),
                facts.lawfulBasis(),
                usage.count(),
                usage.first(),
                usage.last());
    }

    private static Action queried(Facts facts) {
        return facts.code().equals(QueryLog.Action.EVIDENCE.name()) ? Action.EVIDENCE_GIVEN : Action.SEARCHED;
    }

    private static LocalDate before(String after) {
        if (after.isEmpty()) {
            return END_OF_TIME;
        }
        try {
            LocalDate before = LocalDate.parse(after);
            TermsReader.inRange(before.atStartOfDay(TermsReader.ZONE).toInstant());
            return before;
        } catch (DateTimeException e) {
            throw new QueryException("/after", "the next of an earlier page", "上一页返回的 next");
        }
    }
}

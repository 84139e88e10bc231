package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.audit.QueryLog.Action;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.pipeline.LogEntries;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.IndexCount;
import cn.changzhutan.exchange.store.IndexFilter;
import cn.changzhutan.exchange.store.IndexFilter.Position;
import cn.changzhutan.exchange.store.IndexSearch;
import cn.changzhutan.exchange.store.IndexStore;
import cn.changzhutan.exchange.store.IndexStore.Entry;
import cn.changzhutan.exchange.store.LogStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an auditor may ask of the log. Every question is an entry of the log before it is answered; answers come from the index, which
 * follows the log, and say how far it is. Thread-safe. Every call throws LogUnavailableException if the log or the database cannot be
 * used, {@link TooBroadException} if the database would take too long, {@link QueryException} if a cursor is none.
 */
public final class Auditor {
    /** Most groups of one count. */
    public static final int MAX_GROUPS = 1000;

    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** How far the index is. @param indexed everything below is in it @param logSize entries of the log */
    public record Reach(long indexed, long logSize) {}

    /** @param next cursor of the following page; empty if this is the last @param entry log index of this question */
    public record Found(List<Item> items, Optional<String> next, Reach reach, long entry) {}

    /** @param keys in order of the groups asked for: what stands behind a tag, "" once erased; of a person masked */
    public record Counted(List<String> keys, long count, Optional<BigDecimal> amount) {}

    /** @param complete false if there are more groups than {@link #MAX_GROUPS}: the largest are here */
    public record Counts(List<Counted> groups, boolean complete, Reach reach, long entry) {}

    private final IndexReader reader;
    private final BlindIndex blind;
    private final Opener opener;
    private final QueryLog queries;

    public Auditor(City self, Database database, CityKeys keys, LogEntries entries) {
        this.reader = new IndexReader(database, LONGEST);
        this.blind = Secrets.blind(keys);
        this.opener = new Opener(self, new SideRows(Secrets.archive(keys), Secrets.queries(keys)));
        this.queries = new QueryLog(entries, Secrets.queries(keys));
    }

    /**
     * One page, newest first.
     *
     * @param after cursor of an earlier page, "" for the first
     * @param open also who acted for whom, from the side rows: costs more
     */
    public Found search(Caller user, String reason, Terms terms, String after, int limit, boolean open) {
        Optional<Position> place = Cursor.parse(after);
        Page page = page(terms, place, limit, open);
        ObjectNode question = QueryLog.question(user, Action.SEARCH, reason, terms.toJson());
        question.put("limit", limit).put("after", after).put("open", open);
        long entry = queries.enter(Action.SEARCH, question, page.items().size(), Optional.empty());
        return new Found(page.items(), page.next(), page.reach(), entry);
    }

    /** @param next empty if there is no more */
    record Page(List<Item> items, Optional<String> next, Reach reach) {}

    /** Without an entry in the log: what answers people enters the question first. */
    Page page(Terms terms, Optional<Position> after, int limit, boolean open) {
        IndexFilter filter = terms.filter(blind);
        return reader.read(c -> {
            Reach reach = new Reach(IndexStore.cursor(c), LogStore.readHead(c).size());
            List<Entry> found = IndexSearch.search(c, filter, after, limit + 1);
            boolean more = found.size() > limit;
            List<Entry> shown = more ? found.subList(0, limit) : found;
            return new Page(
                    open ? opener.items(c, shown) : opener.closed(shown),
                    more ? Optional.of(Cursor.of(shown.get(limit - 1))) : Optional.empty(),
                    reach);
        });
    }

    /**
     * Counts, and sums of amounts in yuan, the largest groups first.
     *
     * @param groups none for the total; at most one of what stands behind tags
     */
    public Counts count(Caller user, String reason, Terms terms, List<GroupBy> groups) {
        if (groups.stream().filter(group -> group.label().isPresent()).count() > 1) {
            throw new QueryException(
                    "/groupBy",
                    "at most one of person, officer, case, onBehalfOf",
                    "person、officer、case、onBehalfOf 至多一项");
        }
        IndexFilter filter = terms.filter(blind);
        TagNames names = new TagNames(blind, opener, groups);
        Counts counts = reader.read(c -> {
            Reach reach = new Reach(IndexStore.cursor(c), LogStore.readHead(c).size());
            List<IndexCount.Row> rows = IndexCount.count(
                    c, filter, groups.stream().map(GroupBy::group).toList(), MAX_GROUPS + 1);
            boolean complete = rows.size() <= MAX_GROUPS;
            return new Counts(names.show(c, complete ? rows : rows.subList(0, MAX_GROUPS)), complete, reach, -1);
        });
        ObjectNode question = QueryLog.question(user, Action.COUNT, reason, terms.toJson());
        var asked = question.putArray("groupBy");
        groups.forEach(group -> asked.add(group.name()));
        long entry = queries.enter(Action.COUNT, question, counts.groups().size(), Optional.empty());
        return new Counts(counts.groups(), counts.complete(), counts.reach(), entry);
    }

    QueryLog queries() {
        return queries;
    }

    IndexReader reader() {
        return reader;
    }
}

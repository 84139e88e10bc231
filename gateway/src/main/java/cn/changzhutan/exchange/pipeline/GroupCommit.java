package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.TreeEdge;
import cn.changzhutan.exchange.pipeline.GroupQueue.Ticket;
import cn.changzhutan.exchange.store.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the log whatever waits, in one transaction, with one signature for all of it: what waits while one group commits is
 * the next group. One thread writes; any thread may ask.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Items of one group at most, unless a single caller brings more. */
    static final int GROUP = 1024;

    /** When nothing was to be written for so long, it is looked what other processes wrote. */
    private static final long IDLE_MILLIS = 500;

    /** What an append gave: the signed log, and where each item's first leaf stands (-1: it appended none). */
    @SuppressWarnings("ArrayRecordComponent")
    record Committed(LogView view, long[] first) {}

    /** What was asked for and is on its way into the log. */
    @FunctionalInterface
    interface Appending {
        /**
         * Returns when the commit is durable and its checkpoint signed.
         *
         * @throws LogUnavailableException if it could not be committed, or if that is unknown: every effect may be asked for again
         */
        Committed await();
    }

    private final Database database;
    private final ExchangeLog log;
    private final RecentLeaves recent;
    private final OfficeNews news;
    private final int largest;
    private final GroupQueue queue;
    private final List<Runnable> afterCommit = new CopyOnWriteArrayList<>();
    private final Thread writer = new Thread(this::write, "log-writer");
    private volatile boolean closed;
    /** The writer completes no ticket any more that it has not seen. */
    private volatile boolean ended;

    private volatile String trouble = "";

    /**
     * @param largest items of one group; what a single caller brings together may be more, unless this is 1
     * @param capacity items that may wait; beyond it callers get {@link OverCapacityException}
     */
    GroupCommit(Database database, ExchangeLog log, RecentLeaves recent, OfficeNews news, int largest, int capacity) {
        this.database = database;
        this.log = log;
        this.recent = recent;
        this.news = news;
        this.largest = largest;
        this.queue = new GroupQueue(largest, capacity);
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /** Called by the writer after every commit, in its thread: must be quick. */
    void onCommit(Runnable listener) {
        afterCommit.add(listener);
    }

    /** As {@link #begin}, and waits. */
    <T> Committed append(Effect<T> effect, List<T> items) {
        return begin(effect, items).await();
    }

    /**
     * Asks that all items are appended in one commit or none; each by itself where a group holds one, to measure what groups are good
     * for.
     *
     * @throws OverCapacityException if too many wait already; nothing was taken
     */
    <T> Appending begin(Effect<T> effect, List<T> items) {
        queue.admit(items.size());
        if (largest > 1 || items.size() < 2) {
            return enqueue(effect, items);
        }
        List<Appending> each = new ArrayList<>();
        items.forEach(item -> each.add(enqueue(effect, List.of(item))));
        return () -> {
            List<Committed> done = each.stream().map(Appending::await).toList();
            long[] first = done.stream().mapToLong(one -> one.first()[0]).toArray();
            return new Committed(done.get(done.size() - 1).view(), first);
        };
    }

    private <T> Appending enqueue(Effect<T> effect, List<T> items) {
        Ticket<T> ticket = new Ticket<>(effect, items, new CompletableFuture<>());
        CompletableFuture<Committed> settled =
                ticket.done().whenComplete((committed, failure) -> queue.settle(items.size()));
        queue.add(ticket);
        if (ended) {
            stopped(ticket);
        }
        return () -> {
            try {
                return settled.join();
            } catch (CompletionException e) {
                throw new LogUnavailableException("the log cannot commit: " + trouble, e.getCause());
            }
        };
    }

    /** Items that wait now. */
    int waiting() {
        return queue.waiting();
    }

    /** Why the last group failed; "" if it did not. */
    String trouble() {
        return trouble;
    }

    private void write() {
        List<Ticket<?>> group = new ArrayList<>();
        try {
            while (!closed) {
                group.clear();
                if (queue.take(group, IDLE_MILLIS)) {
                    commitOrFail(group);
                } else {
                    catchUp();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the writer stops");
        } finally {
            end(group);
        }
    }

    /** Whatever ended the writer: nobody waits for it any more. */
    private void end(List<Ticket<?>> group) {
        trouble = "the writer of the log has ended";
        ended = true;
        group.forEach(GroupCommit::stopped); // those that are done already stay as they are
        queue.forEach(GroupCommit::stopped);
    }

    private static void stopped(Ticket<?> ticket) {
        ticket.done().completeExceptionally(new IllegalStateException("the gateway stops"));
    }

    /** Nothing waits: what other processes of the city appended is signed here as well, and a failure of before may be over. */
    private void catchUp() {
        try {
            boolean grown = log.catchUp();
            trouble = "";
            if (grown) {
                afterCommit.forEach(Runnable::run);
            }
        } catch (SQLException | RuntimeException e) {
            log.forget();
            trouble = word(e);
            LOG.debug("not caught up: {}", trouble);
        }
    }

    private static String word(Exception e) {
        return e instanceof LogUnavailableException
                ? e.getMessage()
                : e.getClass().getSimpleName();
    }

    private void commitOrFail(List<Ticket<?>> group) {
        try {
            commit(group);
            trouble = "";
        } catch (SQLException | RuntimeException e) {
            log.forget();
            trouble = word(e);
            if (group.size() > 1 && !concernsAll(e)) {
                // One of them may be what cannot be stored: let each stand for itself.
                group.forEach(ticket -> commitOrFail(List.of(ticket)));
            } else {
                LOG.warn("group of {} not committed: {}", group.size(), trouble);
                group.forEach(ticket -> ticket.done().completeExceptionally(e));
            }
        }
    }

    /** The connection is lost, the disk is full, nothing may be signed: it is not one of the group that failed. */
    private static boolean concernsAll(Exception e) {
        return e instanceof LogUnavailableException
                || e instanceof java.sql.SQLTransientConnectionException
                || (e instanceof SQLException sql
                        && sql.getSQLState() != null
                        && (sql.getSQLState().startsWith("08")
                                || sql.getSQLState().startsWith("25P")
                                || sql.getSQLState().startsWith("53")
                                || sql.getSQLState().startsWith("57")
                                || sql.getSQLState().startsWith("58")));
    }

    private void commit(List<Ticket<?>> group) throws SQLException {
        Map<Effect<?>, GroupWork<?>> works = new LinkedHashMap<>();
        for (Ticket<?> ticket : group) {
            join(works, ticket);
        }
        List<NewLeaf> leaves = new ArrayList<>();
        record Written(TreeEdge grown, GroupSide side) {}
        Written written = database.transaction(c -> {
            TreeEdge from = log.lock(c);
            for (GroupWork<?> work : works.values()) {
                work.admit(c, from.size(), leaves);
            }
            TreeEdge to = leaves.isEmpty()
                    ? from
                    : log.append(c, from, leaves.stream().map(NewLeaf::bytes).toList());
            GroupSide side = new GroupSide();
            for (GroupWork<?> work : works.values()) {
                work.store(c, side);
            }
            side.store(c);
            return new Written(to, side);
        });
        TreeEdge grown = written.grown();
        LogView view = log.newest().filter(v -> v.size() == grown.size()).orElse(null);
        if (view == null && grown.size() > 0) {
            view = log.sign(grown);
        }
        recent.add(grown.size() - leaves.size(), leaves);
        for (GroupWork<?> work : works.values()) {
            work.complete(view);
        }
        news.tell(written.side().news());
        afterCommit.forEach(Runnable::run);
    }

    @SuppressWarnings("unchecked")
    private static <T> void join(Map<Effect<?>, GroupWork<?>> works, Ticket<T> ticket) {
        ((GroupWork<T>) works.computeIfAbsent(ticket.effect(), effect -> new GroupWork<>(ticket.effect()))).add(ticket);
    }

    /** Stops after the group that is being written; what still waits fails as unavailable. */
    @Override
    public void close() {
        closed = true;
        if (writer.getState() == Thread.State.NEW) {
            end(List.of());
        }
        writer.interrupt();
        try {
            writer.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

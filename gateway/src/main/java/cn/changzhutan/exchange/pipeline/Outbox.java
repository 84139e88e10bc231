package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.CheckpointMessage;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.SealedRecord;
import cn.changzhutan.exchange.store.CheckpointStore;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.OutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The cursor over what was sealed and is to be published: checkpoints, records, receipts. Everything of one publication is proved
 * under the newest checkpoint, which goes first. Nothing is taken out when it is published: until the receipt is logged a record is
 * published again from time to time, in case the broker lost it. {@link #next} and {@link #published} are for one thread; one
 * process of a city at a time holds the duty.
 */
public final class Outbox {
    private static final Publication NOTHING = new Publication(List.of(), List.of(), 0, 0);

    private final Database database;
    private final ExchangeLog log;
    private final RecentLeaves recent;
    private final Republishing republishing;
    private final String origin;
    private final String checkpointTopic;
    private final Duration checkpointEvery;
    private final Clock clock;
    private final Queue<Outgoing> asks = new ConcurrentLinkedQueue<>();
    private final Queue<Long> wantedFrom = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> repeatedReceipts = new ConcurrentLinkedQueue<>();
    private final Object news = new Object();
    private final Duty duty;
    private long lastCheckpointAt;

    /** @param checkpointEvery how often a checkpoint is published when nothing else is */
    Outbox(
            Database database,
            ExchangeLog log,
            RecentLeaves recent,
            Republishing republishing,
            Duty duty,
            String checkpointTopic,
            Duration checkpointEvery,
            Clock clock) {
        this.database = database;
        this.log = log;
        this.recent = recent;
        this.republishing = republishing;
        this.duty = duty;
        this.origin = log.origin();
        this.checkpointTopic = checkpointTopic;
        this.checkpointEvery = checkpointEvery;
        this.clock = clock;
    }

    /**
     * What comes next, at most about {@code limit} messages; empty if there is nothing. While another process of the city holds the
     * duty, only what this one was asked for. Calling it again without {@link #published} gives the same again, proved under a newer checkpoint.
     */
    public Publication next(int limit) {
        LogView view = log.newest().orElse(null);
        if (view == null) {
            return NOTHING;
        }
        boolean holds = duty.holds();
        if (!holds && asks.isEmpty() && wantedFrom.isEmpty() && repeatedReceipts.isEmpty()) {
            return NOTHING;
        }
        return Repeatable.call(() -> database.transaction(c -> holds ? next(c, view, limit) : beside(c, limit)));
    }

    /**
     * What this process was asked for while another publishes: proved under the newest checkpoint that was published, so that the
     * chain of checkpoints is not crossed. What is not published yet is left to the other.
     */
    private Publication beside(Connection c, int limit) throws SQLException {
        long size = OutboxStore.cursor(c).checkpointSize();
        Optional<String> note = CheckpointStore.at(c, size);
        if (note.isEmpty()) {
            return NOTHING;
        }
        ProofBuilder proofs = log.proofsAt(size);
        LogView published = new LogView(size, proofs.root(size), note.get(), proofs);
        List<OutboxStore.Message> receipts = repeatedReceipts(c, published, limit);
        return new Publication(wanted(published), outgoing(c, published, receipts, asked()), 0, 0);
    }

    private Publication next(Connection c, LogView view, int limit) throws SQLException {
        OutboxStore.Cursor cursor = OutboxStore.cursor(c);
        List<OutboxStore.Message> sealed = OutboxStore.from(c, cursor.size(), view.size(), limit);
        long upTo = sealed.size() < limit
                ? view.size()
                : sealed.get(sealed.size() - 1).leafIndex() + 1;
        List<OutboxStore.Message> messages = new ArrayList<>(sealed);
        if (sealed.size() < limit) {
            // Behind a backlog receipts take long: to publish again what is on its way would only make it longer.
            messages.addAll(republishing.due(c, cursor.size(), limit));
        }
        messages.addAll(repeatedReceipts(c, view, limit));
        List<Outgoing> checkpoints = checkpoints(cursor, view, !messages.isEmpty() || !wantedFrom.isEmpty());
        return new Publication(
                checkpoints, outgoing(c, view, messages, asked()), upTo, checkpoints.isEmpty() ? 0 : view.size());
    }

    private List<Outgoing> asked() {
        List<Outgoing> asked = new ArrayList<>();
        for (Outgoing ask = asks.poll(); ask != null; ask = asks.poll()) {
            asked.add(ask);
        }
        return asked;
    }

    private List<Outgoing> outgoing(
            Connection c, LogView view, List<OutboxStore.Message> messages, List<Outgoing> others) throws SQLException {
        Map<Long, byte[]> leaves = leaves(c, messages);
        List<Outgoing> outgoing = new ArrayList<>(others);
        for (OutboxStore.Message message : messages) {
            String proof = view.prove(message.leafIndex()).toText();
            SealedRecord record = new SealedRecord(leaves.get(message.leafIndex()), message.envelope(), proof);
            outgoing.add(new Outgoing(message.topic(), message.key(), record.encode()));
        }
        return outgoing;
    }

    private List<Outgoing> checkpoints(OutboxStore.Cursor cursor, LogView view, boolean needed) {
        List<Outgoing> checkpoints = new ArrayList<>();
        boolean grown = view.size() > cursor.checkpointSize();
        long since = clock.millis() - lastCheckpointAt;
        boolean due = since < 0 || since >= checkpointEvery.toMillis(); // below 0: the clock was set back
        if (grown && (needed || due)) {
            checkpoints.add(checkpoint(cursor.checkpointSize(), view));
        }
        checkpoints.addAll(wanted(view));
        return checkpoints;
    }

    private List<Outgoing> wanted(LogView view) {
        List<Outgoing> wanted = new ArrayList<>();
        for (Long from = wantedFrom.poll(); from != null; from = wantedFrom.poll()) {
            if (from < view.size()) {
                wanted.add(checkpoint(from, view));
            }
        }
        return wanted;
    }

    private Outgoing checkpoint(long from, LogView view) {
        List<byte[]> consistency;
        synchronized (view.proofs()) {
            consistency = from == 0 ? List.of() : view.proofs().consistency(from);
        }
        return new Outgoing(checkpointTopic, null, new CheckpointMessage(from, consistency, view.note()).encode());
    }

    /** From memory, and the rest from the database a bundle at a time. */
    private Map<Long, byte[]> leaves(Connection c, List<OutboxStore.Message> messages) throws SQLException {
        Map<Long, byte[]> leaves = new HashMap<>();
        for (OutboxStore.Message message : messages) {
            recent.at(message.leafIndex()).ifPresent(leaf -> leaves.put(message.leafIndex(), leaf.toBytes()));
        }
        for (OutboxStore.Message message : messages) {
            if (!leaves.containsKey(message.leafIndex())) {
                long bundle = message.leafIndex() / LogStore.WIDTH;
                for (LogStore.Entries entries : LogStore.readBundle(c, bundle)) {
                    for (int i = 0; i < entries.leaves().size(); i++) {
                        leaves.put(entries.first() + i, entries.leaves().get(i));
                    }
                }
            }
        }
        return leaves;
    }

    private List<OutboxStore.Message> repeatedReceipts(Connection c, LogView view, int limit) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        for (UUID id = repeatedReceipts.poll(); id != null && ids.size() < limit; id = repeatedReceipts.poll()) {
            ids.add(id);
        }
        List<OutboxStore.Message> receipts = new ArrayList<>();
        if (!ids.isEmpty()) {
            for (InboxStore.Row row : InboxStore.byIds(c, ids).values()) {
                if (row.closedIndex() != null && row.closedIndex() < view.size()) {
                    OutboxStore.ofLeaf(c, row.closedIndex()).ifPresent(receipts::add);
                }
            }
        }
        return receipts;
    }

    /**
     * Moves the cursor: every message of this publication was acknowledged by the broker. A crash of the database may take it back for a
     * moment's worth; then the same is published again.
     */
    public void published(Publication publication) {
        OutboxStore.Cursor cursor = new OutboxStore.Cursor(publication.upTo(), publication.checkpointSize());
        Repeatable.call(() -> database.once(c -> OutboxStore.moveCursor(c, cursor)));
        if (!publication.checkpoints().isEmpty()) {
            lastCheckpointAt = clock.millis();
        }
    }

    /** Waits until something new may be there, at most {@code millis}. */
    public void await(long millis) throws InterruptedException {
        synchronized (news) {
            news.wait(millis);
        }
    }

    void wake() {
        synchronized (news) {
            news.notifyAll();
        }
    }

    /** Has the receipt of a closed exchange sent again. */
    void repeatReceipt(UUID exchange) {
        repeatedReceipts.add(exchange);
    }

    void ask(Peer peer, ConsistencyAsk ask) {
        Outgoing outgoing = new Outgoing(Topics.asks(peer.city()), null, ask.encode());
        if (asks.size() < 1000) {
            asks.add(outgoing);
        }
        wake();
    }

    void answer(ConsistencyAsk ask) {
        if (ask.origin().equals(origin) && wantedFrom.size() < 1000) {
            wantedFrom.add(ask.knownSize());
            wake();
        }
    }
}

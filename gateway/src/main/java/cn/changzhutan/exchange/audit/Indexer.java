package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.pipeline.RecentContents;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.IndexStore;
import cn.changzhutan.exchange.store.LogStore;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the search index behind the log's writer, in a thread of its own. A cursor in the same transaction as the rows says how far it
 * is, so it goes on where it stopped, and the processes of a city take turns. Thread-safe.
 */
public final class Indexer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final int BATCH = 16_384;
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final long REST_MILLIS = 2_000;
    /** Leaves of one look at which the log counts as busy. */
    private static final int BUSY = 256;

    private final Database database;
    private final BlindIndex blind;
    private final SideRows sideRows;
    private final LongFunction<Optional<Leaf>> leaves;
    private final Function<UUID, Optional<RecentContents.Content>> sent;
    private final Function<ByteBuffer, Optional<RecentContents.Content>> received;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "log-indexer");
    private volatile boolean closed;
    private volatile long filled;

    /** One that reads everything from the database. */
    public Indexer(Database database, CityKeys keys) {
        this(database, keys, index -> Optional.empty(), id -> Optional.empty(), hash -> Optional.empty());
    }

    /** @param leaves by index, {@code sent} by exchange, {@code received} by the sender's leaf hash: what is in memory already */
    public Indexer(
            Database database,
            CityKeys keys,
            LongFunction<Optional<Leaf>> leaves,
            Function<UUID, Optional<RecentContents.Content>> sent,
            Function<ByteBuffer, Optional<RecentContents.Content>> received) {
        this.database = database;
        this.blind = Secrets.blind(keys);
        this.leaves = leaves;
        this.sideRows = new SideRows(Secrets.archive(keys), Secrets.queries(keys));
        this.sent = sent;
        this.received = received;
        thread.setDaemon(true);
    }

    /** Begins to follow the log. */
    public void start() {
        thread.start();
    }

    /**
     * Fills up to the head of the log as it is now, in the caller's thread.
     *
     * @return size of the log below which everything is indexed
     */
    public long catchUp() throws SQLException {
        long head = database.transaction(LogStore::readHead).size();
        long size = database.transaction(IndexStore::cursor);
        while (size < head) {
            size = database.transaction(this::fill);
            filled = size;
        }
        filled = size;
        return size;
    }

    /** Size of the log below which everything was indexed when it was looked at last. */
    public long filled() {
        return filled;
    }

    /** Empties the index: whoever fills it begins again with the first leaf. Until then searches find less, and say so. */
    public void clear() throws SQLException {
        database.run(c -> {
            IndexStore.lockCursor(c);
            IndexStore.clear(c);
        });
    }

    /** One batch. @return how far the index is now */
    private long fill(Connection c) throws SQLException {
        // What a crash takes back is filled again.
        try (PreparedStatement s = c.prepareStatement("set local synchronous_commit = off")) {
            s.execute();
        }
        long from = IndexStore.lockCursor(c);
        long to = Math.min(LogStore.readHead(c).size(), from + BATCH);
        if (from >= to) {
            return from;
        }
        SortedMap<Long, Leaf> readable = read(c, from, to);
        IndexBatch batch = new IndexBatch(sides(c, readable), blind);
        for (long index = from; index < to; index++) {
            Leaf leaf = readable.get(index);
            if (leaf == null) {
                batch.unreadable(index);
            } else {
                batch.add(index, leaf);
            }
        }
        batch.store(c);
        IndexStore.moveCursor(c, to);
        return to;
    }

    /** Leaves of {@code [from, to)} that can be read. */
    private SortedMap<Long, Leaf> read(Connection c, long from, long to) throws SQLException {
        SortedMap<Long, Leaf> readable = new TreeMap<>();
        long known = from;
        for (Optional<Leaf> leaf = leaves.apply(known); known < to && leaf.isPresent(); leaf = leaves.apply(known)) {
            readable.put(known++, leaf.get());
        }
        for (LogStore.Entries row : known == to ? List.<LogStore.Entries>of() : LogStore.readEntries(c, known, to)) {
            for (int i = 0; i < row.leaves().size(); i++) {
                long index = row.first() + i;
                if (index >= known && index < to) {
                    try {
                        readable.put(index, Leaf.parse(row.leaves().get(i)));
                    } catch (VerificationException e) {
                        LOG.debug("leaf {}: {}", index, e.code());
                    }
                }
            }
        }
        return readable;
    }

    /** What hangs on the leaves: from memory, and the rest from the database. */
    private SideRows.Opened sides(Connection c, SortedMap<Long, Leaf> leaves) throws SQLException {
        SideRows.Opened opened = new SideRows.Opened();
        SideRows.Wanted wanted = new SideRows.Wanted();
        leaves.forEach((index, leaf) -> {
            switch (leaf.event()) {
                case ACCEPTED -> {
                    UUID id = leaf.exchange().orElseThrow().value();
                    sent.apply(id)
                            .ifPresentOrElse(
                                    content -> known(index, content, opened),
                                    () -> wanted.sent().put(index, id));
                }
                case RECEIVED -> {
                    UUID id = leaf.exchange().orElseThrow().value();
                    received.apply(ByteBuffer.wrap(
                                    leaf.counterpart().orElseThrow().leafHash()))
                            .ifPresentOrElse(
                                    content -> {
                                        known(index, content, opened);
                                        opened.received()
                                                .put(
                                                        index,
                                                        new SideRows.Received(
                                                                content.system(), Optional.of(content.accepted())));
                                    },
                                    () -> wanted.received().put(index, id));
                }
                case LOG_QUERIED ->
                    leaf.nativeDigest().ifPresent(digest -> wanted.queries().put(index, digest));
                default -> {}
            }
        });
        sideRows.open(c, wanted, opened);
        return opened;
    }

    private static void known(long index, RecentContents.Content content, SideRows.Opened opened) {
        opened.openings().put(index, content.openings());
        if (content.amount() != null) {
            opened.amounts().put(index, content.amount());
        }
    }

    private void run() {
        boolean troubled = false;
        while (!closed) {
            long before = filled;
            try {
                catchUp();
                troubled = false;
            } catch (SQLException | RuntimeException e) {
                // Whatever it was: an index that stands still shows in its metric, one whose thread is gone would not
                // come back.
                if (!troubled && !closed) {
                    LOG.warn("the search index waits: {}", e.getClass().getSimpleName());
                }
                troubled = true;
            }
            try {
                // Under load, a rest lets most exchanges be closed before they are written: one row, and no update.
                boolean rest = troubled || filled - before > BUSY;
                if (work.tryAcquire(rest ? REST_MILLIS : LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Stops after the batch that is being filled. */
    @Override
    public void close() {
        closed = true;
        work.release();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

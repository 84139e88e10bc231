package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the rows of small groups to one row a bundle, once a bundle is full, so that a quiet log does not keep a row a commit. Works
 * behind the writer, in a thread of its own, in the one process of a city that has the duty; what it does not get to is done later.
 */
final class BundleCompactor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BundleCompactor.class);
    /** Bundles that are looked at in one query: after a start all of the log is. */
    private static final int AT_ONCE = 256;

    /** A bundle of so many rows is left as it is: few rows are as good to read, and joining them writes every entry again. */
    private static final int ROWS = 32;

    private final Database database;
    private final ExchangeLog log;
    private final Duty duty;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "log-compactor");
    private volatile boolean closed;
    private volatile long looked;
    /** Bundles below this one are as they shall be. */
    private long compacted;

    BundleCompactor(Database database, ExchangeLog log, Duty duty) {
        this.database = database;
        this.log = log;
        this.duty = duty;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Told after each commit; cheap. */
    void committed() {
        long bundles = log.newest().map(view -> view.size() / LogStore.WIDTH).orElse(0L);
        if (bundles > looked) {
            looked = bundles;
            work.release();
        }
    }

    /** Looks at the next full bundles and compacts those of many rows. @return whether there is more to look at */
    synchronized boolean compact() throws SQLException {
        long full = log.newest().map(view -> view.size() / LogStore.WIDTH).orElse(0L);
        long to = Math.min(full, compacted + AT_ONCE);
        if (to <= compacted) {
            return false;
        }
        database.once(c -> {
            for (long bundle : LogStore.bundlesOfMoreRows(c, ROWS, compacted, to)) {
                LogStore.compactBundle(c, bundle);
            }
            return null;
        });
        compacted = to;
        return to < full;
    }

    private void run() {
        try {
            while (!closed) {
                work.acquire();
                work.drainPermits();
                try {
                    while (!closed && duty.holds() && compact()) {
                        LOG.debug("more bundles to look at");
                    }
                } catch (SQLException | LogUnavailableException e) {
                    LOG.info("compaction waits: {}", e.getClass().getSimpleName());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("compaction stops");
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway does by itself once a day: it reconciles the days that have ended, and ends what has been kept long enough. Days that
 * were missed are made up for, {@value #DAYS} back. Every process of a city may run it.
 */
public final class DailyTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DailyTasks.class);
    static final int DAYS = 7;
    private static final long LOOK_EVERY_MILLIS = 60_000;

    private final Database database;
    private final Reconciler reconciler;
    private final Retention retention;
    private final LocalTime at;
    private final Clock clock;
    private final Set<LocalDate> reconciled = new HashSet<>();
    private final Thread thread = new Thread(this::run, "daily-tasks");
    private Optional<LocalDate> swept = Optional.empty();
    private Optional<LocalDate> firstDay = Optional.empty();

    /** @param at time of day, Asia/Shanghai, from which the day before is reconciled */
    public DailyTasks(Database database, Reconciler reconciler, Retention retention, LocalTime at, Clock clock) {
        this.database = database;
        this.reconciler = reconciler;
        this.retention = retention;
        this.at = at;
        this.clock = clock;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
                tick();
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | LogUnavailableException | OverCapacityException e) {
                LOG.warn("daily tasks come again in a minute: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("daily tasks failed and come again in a minute", e);
            }
        }
    }

    /** Does what is due; nothing if all is done. One caller at a time. */
    public synchronized void tick() throws SQLException {
        LocalDate today = BusinessDay.today(clock).date();
        boolean due = !clock.instant().isBefore(new BusinessDay(today).at(at));
        LocalDate newest = due ? today.minusDays(1) : today.minusDays(2);
        Optional<LocalDate> first = firstDay();
        for (LocalDate day = newest.minusDays(DAYS - 1L); !day.isAfter(newest); day = day.plusDays(1)) {
            if (first.isPresent() && !day.isBefore(first.get()) && !reconciled.contains(day)) {
                if (reconciler.catchUp(new BusinessDay(day))) {
                    reconciled.add(day);
                }
            }
        }
        reconciled.removeIf(day -> day.isBefore(newest.minusDays(DAYS)));
        if (due && !swept.equals(Optional.of(today))) {
            retention.sweep();
            swept = Optional.of(today);
        }
    }

    /** The day of the log's first leaf: there is nothing to compare before. */
    private Optional<LocalDate> firstDay() throws SQLException {
        if (firstDay.isEmpty()) {
            Optional<byte[]> leaf = database.transaction(c -> LogStore.readLeaf(c, 0));
            try {
                if (leaf.isPresent()) {
                    firstDay = Optional.of(
                            LocalDate.ofInstant(Leaf.parse(leaf.get()).time(), BusinessDay.ZONE));
                }
            } catch (VerificationException e) {
                throw new IllegalStateException("the log's first leaf cannot be read: " + e.code(), e);
            }
        }
        return firstDay;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

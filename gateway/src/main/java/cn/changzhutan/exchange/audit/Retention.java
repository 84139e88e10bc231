package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.pipeline.ErasureGround;
import cn.changzhutan.exchange.pipeline.Erasures;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ErasureStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what has been kept long enough: payloads of closed exchanges, what was asked of the log, and messages that were set aside. Thread-safe. */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Database database;
    private final Erasures erasures;
    private final Period payload;
    private final Period networkLog;
    private final Clock clock;

    /** @param payload after the close of an exchange or a question @param networkLog after a message was set aside */
    public Retention(Database database, Erasures erasures, Period payload, Period networkLog, Clock clock) {
        this.database = database;
        this.erasures = erasures;
        this.payload = payload;
        this.networkLog = networkLog;
        this.clock = clock;
    }

    /** @return how many exchanges were erased */
    public int sweep() throws SQLException {
        Instant closedBefore = begin(payload);
        int erased = 0;
        while (true) {
            List<UUID> due = database.transaction(c -> ErasureStore.retained(c, closedBefore, ErasureOffice.BATCH));
            if (due.isEmpty()) {
                break;
            }
            erasures.erase(due.stream().map(ExchangeId::new).toList(), ErasureGround.RETENTION_ENDED);
            erased += due.size();
        }
        int dropped = database.transaction(c -> ErasureStore.dropQuarantined(c, begin(networkLog)));
        int questions = database.transaction(c -> ErasureStore.dropQueries(c, closedBefore));
        if (erased + dropped + questions > 0) {
            LOG.info(
                    "retention ended: {} exchanges erased, {} quarantined messages and {} questions deleted",
                    erased,
                    dropped,
                    questions);
        }
        return erased;
    }

    private Instant begin(Period period) {
        return new BusinessDay(BusinessDay.today(clock).date().minus(period)).begin();
    }
}

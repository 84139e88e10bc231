package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.mapping.UnmappableException;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.InboxStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was received and waits for its back office. Thread-safe; a record is given to one caller at a time. */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Database database;
    private final InboxReader reader;
    private final GroupCommit commits;
    private final CloseEffect closeEffect;
    private final InboxFloor floor;
    private final Duty duty;
    private final Duration backoffMin;
    private final Duration backoffMax;
    private final Clock clock;
    private final Set<UUID> claimed = ConcurrentHashMap.newKeySet();
    private final Object news = new Object();

    Deliveries(
            Database database,
            InboxReader reader,
            GroupCommit commits,
            CloseEffect closeEffect,
            InboxFloor floor,
            Duty duty,
            Duration backoffMin,
            Duration backoffMax,
            Clock clock) {
        this.database = database;
        this.reader = reader;
        this.commits = commits;
        this.closeEffect = closeEffect;
        this.floor = floor;
        this.duty = duty;
        this.backoffMin = backoffMin;
        this.backoffMax = backoffMax;
        this.clock = clock;
    }

    /** Whether it is this process that works for the city's systems now; of several the others stand by. Asks the database once a second. */
    public boolean onDuty() {
        return duty.holds();
    }

    /**
     * Claims the oldest deliverable records of a push system: of each ordering key only the oldest, none whose retry time has not
     * come. A claim ends when one of the three calls below returns, or with the process: a call that throws is to be made again. Empty while another process of the city has the
     * duty to deliver.
     */
    public List<Delivery> claim(SystemName system, int limit) {
        if (!duty.holds()) {
            return List.of();
        }
        List<InboxReader.Waiting> rows = Repeatable.call(() -> database.once(c -> reader.waiting(
                c,
                InboxStore.deliverable(
                        c,
                        system.value(),
                        floor.of(c, system.value()) - 1,
                        List.copyOf(claimed),
                        clock.instant(),
                        backoffMax,
                        limit))));
        List<Delivery> deliveries = new ArrayList<>(rows.size());
        for (InboxReader.Waiting row : rows) {
            ExchangeId id = new ExchangeId(row.row().id());
            try {
                if (claimed.add(id.value())) {
                    deliveries.add(reader.read(row));
                }
            } catch (UnmappableException e) {
                returned(Map.of(id, InboxReader.notExpressible(e)));
            } catch (IllegalStateException e) {
                LOG.error("exchange {} cannot be delivered: {}", id, e.getMessage());
                failed(List.of(id), "UNREADABLE");
            }
        }
        return deliveries;
    }

    /** The back office took them: DELIVERED is appended; durable when it returns. */
    public void delivered(List<ExchangeId> exchanges) {
        close(exchanges.stream()
                .map(id -> new Closure(null, id, Optional.empty()))
                .toList());
    }

    /** The back office refused them for good: RETURNED is appended; durable when it returns. */
    public void returned(Map<ExchangeId, ReturnReason> exchanges) {
        close(exchanges.entrySet().stream()
                .map(entry -> new Closure(null, entry.getKey(), Optional.of(entry.getValue())))
                .toList());
    }

    private void close(List<Closure> closures) {
        if (closures.isEmpty()) {
            return;
        }
        commits.append(closeEffect, closures);
        closures.forEach(closure -> claimed.remove(closure.id().value()));
    }

    /**
     * The back office could not be reached or failed: each stays pending, holds back only its own key, and is offered again after a
     * backoff that doubles.
     *
     * @param cause a short stable word for logs and alarms ({@code HTTP_500}, {@code CONNECT}, {@code TIMEOUT}); no personal data
     */
    public void failed(List<ExchangeId> exchanges, String cause) {
        LOG.warn("{} not delivered, kept for later: {} {}", exchanges.size(), cause, exchanges.get(0));
        List<UUID> ids = exchanges.stream().map(ExchangeId::value).toList();
        Repeatable.run(() -> database.run(c -> InboxStore.defer(
                c, ids, clock.instant(), backoffMin.toMillis() / 1000.0, backoffMax.toMillis() / 1000.0)));
        ids.forEach(claimed::remove);
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
}

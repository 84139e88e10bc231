package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.CheckpointMessage;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.PeerStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes from other cities: checkpoints are observed, records opened and received, receipts settled. Each method is durable
 * when it returns, and calling it again with the same messages changes nothing. Thread-safe.
 */
public final class InboundPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(InboundPipeline.class);
    private static final int HELD_AT_ONCE = 500;

    /**
     * How long a record waits behind an earlier one that waits for its checkpoint. That is asked for every ten seconds; one that does not
     * come in this time may never come, and its record comes again under another.
     */
    private static final Duration BEHIND = Duration.ofMinutes(5);

    /** How long a message waits for a checkpoint that the broker is about to hand over, milliseconds. */
    private static final long ON_ITS_WAY = 2_000;

    /** A peer's message after the receiver's checks; opaque to the route. */
    public sealed interface Opened permits Reception, Quarantined, Held {
        PeerStore.Message message();
    }

    /** What cannot be verified. */
    record Quarantined(PeerStore.Message message, String reason) implements Opened {}

    /** What waits for a checkpoint, its own or that of an earlier record of its ordering key. */
    record Held(PeerStore.Message message, Peer peer, long leafIndex) implements Opened {}

    private final Map<String, Peer> peerOfCheckpoints;
    private final PeerLogs logs;
    private final RecordOpener records;
    private final ReceiptOpener receipts;
    private final GroupCommit commits;
    private final ReceiveEffect receiveEffect;
    private final SettleEffect settleEffect;
    private final Outbox outbox;
    private final HeldMessages held;
    private final Database database;
    private final Clock clock;

    InboundPipeline(
            Map<String, Peer> peerOfCheckpoints,
            PeerLogs logs,
            RecordOpener records,
            ReceiptOpener receipts,
            GroupCommit commits,
            ReceiveEffect receiveEffect,
            SettleEffect settleEffect,
            Outbox outbox,
            HeldMessages held,
            Database database,
            Clock clock) {
        this.peerOfCheckpoints = Map.copyOf(peerOfCheckpoints);
        this.logs = logs;
        this.records = records;
        this.receipts = receipts;
        this.commits = commits;
        this.receiveEffect = receiveEffect;
        this.settleEffect = settleEffect;
        this.outbox = outbox;
        this.held = held;
        this.database = database;
        this.clock = clock;
    }

    /** The receiver's checks in order (design: section 2), before anything is written. */
    public List<Opened> open(List<Arrival> arrivals) {
        return open(arrivals.stream().map(InboundPipeline::message).toList(), ON_ITS_WAY);
    }

    /**
     * From the last to the first: checkpoints become known in their order, so where one message can be opened, what came before it can be,
     * and none of the same ordering key overtakes another.
     */
    private List<Opened> open(List<PeerStore.Message> messages, long millis) {
        List<Opened> opened = new ArrayList<>(messages.size());
        boolean inVain = false;
        for (int i = messages.size() - 1; i >= 0; i--) {
            PeerStore.Message message = messages.get(i);
            long wait = inVain ? 0 : millis; // waited once in vain, the rest is not made to wait again
            Opened one = Repeatable.call(() -> records.open(message, wait));
            inVain |= one instanceof Held;
            opened.add(one);
        }
        Collections.reverse(opened);
        return opened;
    }

    /** Dedupe, RECEIVED, inbox: one transaction under the log head. Commit offsets after it. */
    public void receive(List<Opened> opened) {
        // What was held came before all of these, and may be taken up by now.
        HeldOrder order = takeUpHeldOf(opened.stream()
                .filter(one -> !(one instanceof Quarantined))
                .map(Opened::message)
                .toList());
        for (Opened one : opened) {
            if (one instanceof Held own) {
                order.add(own);
            }
        }
        List<Opened> inOrder = new ArrayList<>();
        Map<Peer, List<PeerStore.Message>> waiting = new LinkedHashMap<>();
        for (Opened one : opened) {
            if (inItsOrder(one, order) instanceof Held late) {
                waiting.computeIfAbsent(late.peer(), peer -> new ArrayList<>()).add(late.message());
            } else {
                inOrder.add(one);
            }
        }
        append(inOrder);
        hold(waiting);
    }

    private void hold(Map<Peer, List<PeerStore.Message>> waiting) {
        waiting.forEach(held::hold);
        waiting.values().forEach(this::takeUpHeldOf); // their checkpoint may have come while they were put aside
    }

    private Opened inItsOrder(Opened one, HeldOrder order) {
        return one instanceof Reception reception && order.isBehind(reception)
                ? new Held(
                        reception.message(),
                        peerOfCheckpoints.get(Topics.checkpoints(reception.from())),
                        reception.counterpart().index())
                : one;
    }

    private void append(List<Opened> opened) {
        List<Reception> receptions = new ArrayList<>();
        for (Opened one : opened) {
            if (one instanceof Reception reception) {
                receptions.add(reception);
            } else if (one instanceof Quarantined quarantined) {
                quarantine(quarantined.message(), quarantined.reason());
            }
        }
        if (!receptions.isEmpty()) {
            commits.append(receiveEffect, receptions);
        }
    }

    /** Receipts of other cities for what this city sent: verified, logged as RECEIPT, the exchange closed. */
    public void settle(List<Arrival> arrivals) {
        List<PeerStore.Message> messages =
                arrivals.stream().map(InboundPipeline::message).toList();
        settleOpened(Repeatable.call(() -> receipts.open(messages, ON_ITS_WAY)));
    }

    private void settleOpened(List<ReceiptOpener.Opened> opened) {
        List<Settlement> settlements = new ArrayList<>();
        Map<Peer, List<PeerStore.Message>> waiting = new LinkedHashMap<>();
        for (ReceiptOpener.Opened one : opened) {
            if (one instanceof ReceiptOpener.Opened.Good good) {
                settlements.add(good.settlement());
            } else if (one instanceof ReceiptOpener.Opened.Quarantined quarantined) {
                quarantine(quarantined.message(), quarantined.reason());
            } else if (one instanceof ReceiptOpener.Opened.Held late) {
                waiting.computeIfAbsent(late.peer(), peer -> new ArrayList<>()).add(late.message());
            }
        }
        if (!settlements.isEmpty()) {
            commits.append(settleEffect, settlements);
        }
        hold(waiting);
    }

    /** Checkpoints of other cities, in order: signatures and consistency; then what waited for them. */
    public void observe(List<Arrival> checkpoints) {
        Set<Peer> moved = new HashSet<>();
        for (Arrival arrival : checkpoints) {
            Peer peer = peerOfCheckpoints.get(arrival.topic());
            try {
                if (peer == null) {
                    throw new VerificationException("WRONG_TOPIC", "no city sends on this topic");
                }
                CheckpointMessage message = CheckpointMessage.decode(arrival.value());
                PeerLogs.Observed observed = logs.observe(peer, message);
                if (observed == PeerLogs.Observed.UNLINKED) {
                    held.askForLink(peer);
                } else if (observed != PeerLogs.Observed.STOPPED) {
                    moved.add(peer); // also if the witness knew it before: that takes up nothing
                }
            } catch (VerificationException e) {
                quarantine(message(arrival), e.code());
            }
        }
        moved.forEach(this::takeUpHeld);
    }

    /** Another city asks for a consistency proof from a size that it knows. */
    public void answer(List<Arrival> asks) {
        for (Arrival arrival : asks) {
            try {
                outbox.answer(ConsistencyAsk.decode(arrival.value()));
            } catch (VerificationException e) {
                quarantine(message(arrival), e.code());
            }
        }
    }

    /** Takes up what is held of a peer and need not be any more, a page at a time. */
    private void takeUpHeld(Peer peer) {
        HeldOrder order = new HeldOrder();
        Optional<PeerStore.Message> last = Optional.empty();
        List<PeerStore.Held> page;
        do {
            page = held.page(peer, last, HELD_AT_ONCE);
            if (!page.isEmpty()) {
                takeUp(page, order);
                last = Optional.of(page.get(page.size() - 1).message());
            }
        } while (page.size() == HELD_AT_ONCE);
    }

    /**
     * As {@link #takeUpHeld}, of the ordering keys of these messages.
     *
     * @return what is still held of them
     */
    private HeldOrder takeUpHeldOf(List<PeerStore.Message> messages) {
        HeldOrder order = new HeldOrder();
        List<PeerStore.Held> waiting = held.ofKeysOf(messages);
        if (!waiting.isEmpty()) {
            takeUp(waiting, order);
        }
        return order;
    }

    /** @param order by what is held before these; what stays held is added to it */
    private synchronized void takeUp(List<PeerStore.Held> waiting, HeldOrder order) {
        Map<Boolean, List<PeerStore.Held>> isReceipt = waiting.stream()
                .collect(Collectors.partitioningBy(one -> one.message().topic().startsWith(Topics.RECEIPTS)));
        List<PeerStore.Message> done = new ArrayList<>();
        Set<Peer> late = new HashSet<>();
        takeUpRecords(isReceipt.get(false), order, done, late);
        takeUpReceipts(isReceipt.get(true), done, late);
        late.forEach(held::askForExpected);
        held.release(done);
        LOG.info("{} of {} held messages taken up", done.size(), waiting.size());
    }

    private void takeUpRecords(
            List<PeerStore.Held> waiting, HeldOrder order, List<PeerStore.Message> done, Set<Peer> late) {
        List<Opened> opened = open(messages(waiting), 0);
        Instant patience = clock.instant().minus(BEHIND);
        for (int i = 0; i < opened.size(); i++) {
            if (opened.get(i) instanceof Held own && waiting.get(i).since().isAfter(patience)) {
                order.add(own);
            }
        }
        List<Opened> inOrder = new ArrayList<>();
        for (Opened one : opened) {
            if (inItsOrder(one, order) instanceof Held still) {
                late.add(still.peer());
            } else {
                inOrder.add(one);
                done.add(one.message());
            }
        }
        append(inOrder);
    }

    private void takeUpReceipts(List<PeerStore.Held> waiting, List<PeerStore.Message> done, Set<Peer> late) {
        List<PeerStore.Message> messages = messages(waiting);
        List<ReceiptOpener.Opened> opened = Repeatable.call(() -> receipts.open(messages, 0));
        List<ReceiptOpener.Opened> settled = new ArrayList<>();
        for (int i = 0; i < opened.size(); i++) {
            if (opened.get(i) instanceof ReceiptOpener.Opened.Held still) {
                late.add(still.peer());
            } else {
                settled.add(opened.get(i));
                done.add(messages.get(i));
            }
        }
        settleOpened(settled);
    }

    private void quarantine(PeerStore.Message message, String reason) {
        LOG.warn("quarantined: {} {}@{} {}", reason, message.topic(), message.partition(), message.offset());
        Repeatable.run(() -> database.run(c -> PeerStore.quarantine(c, message, reason, clock.instant())));
    }

    private static List<PeerStore.Message> messages(List<PeerStore.Held> held) {
        return held.stream().map(PeerStore.Held::message).toList();
    }

    private static PeerStore.Message message(Arrival arrival) {
        return new PeerStore.Message(
                arrival.topic(), arrival.partition(), arrival.offset(), arrival.key(), arrival.value());
    }
}

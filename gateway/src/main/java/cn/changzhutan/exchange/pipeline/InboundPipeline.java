package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.CheckpointMessage;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.PeerStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** How long a message waits for a checkpoint that the broker is about to hand over, milliseconds. */
    private static final long ON_ITS_WAY = 2_000;

    /** A peer's message after the receiver's checks; opaque to the route. */
    public sealed interface Opened permits Reception, Quarantined, Held {}

    /** What cannot be verified. */
    record Quarantined(PeerStore.Message message, String reason) implements Opened {}

    /** What waits for a checkpoint. */
    record Held(PeerStore.Message message, Peer peer) implements Opened {}

    private final Map<String, Peer> peerOfCheckpoints;
    private final PeerLogs logs;
    private final RecordOpener records;
    private final ReceiptOpener receipts;
    private final GroupCommit commits;
    private final ReceiveEffect receiveEffect;
    private final SettleEffect settleEffect;
    private final Outbox outbox;
    private final Database database;
    private final City self;
    private final Clock clock;
    private final Object replaying = new Object();

    InboundPipeline(
            City self,
            Map<String, Peer> peerOfCheckpoints,
            PeerLogs logs,
            RecordOpener records,
            ReceiptOpener receipts,
            GroupCommit commits,
            ReceiveEffect receiveEffect,
            SettleEffect settleEffect,
            Outbox outbox,
            Database database,
            Clock clock) {
        this.self = self;
        this.peerOfCheckpoints = Map.copyOf(peerOfCheckpoints);
        this.logs = logs;
        this.records = records;
        this.receipts = receipts;
        this.commits = commits;
        this.receiveEffect = receiveEffect;
        this.settleEffect = settleEffect;
        this.outbox = outbox;
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
        Map<Peer, List<PeerStore.Message>> waiting = new LinkedHashMap<>();
        Set<City> senders = new HashSet<>();
        for (Opened one : opened) {
            if (one instanceof Held held) {
                waiting.computeIfAbsent(held.peer(), peer -> new ArrayList<>()).add(held.message());
            } else if (one instanceof Reception reception) {
                senders.add(reception.from());
            }
        }
        waiting.forEach(this::hold);
        // What is held came before these, and may be taken up by now.
        peerOfCheckpoints.values().stream()
                .filter(peer -> senders.contains(peer.city()))
                .forEach(this::replayHeld);
        append(opened);
        waiting.keySet().forEach(this::replayHeld); // their checkpoint may have come while they were put aside
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
            } else if (one instanceof ReceiptOpener.Opened.Held held) {
                waiting.computeIfAbsent(held.peer(), peer -> new ArrayList<>()).add(held.message());
            }
        }
        waiting.forEach(this::hold);
        if (!settlements.isEmpty()) {
            commits.append(settleEffect, settlements);
        }
        waiting.keySet().forEach(this::replayHeld);
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
                if (observed == PeerLogs.Observed.NEW) {
                    moved.add(peer);
                } else if (observed == PeerLogs.Observed.UNLINKED) {
                    outbox.ask(
                            peer,
                            new ConsistencyAsk(
                                    peer.origin(), self, Repeatable.call(() -> logs.newestSize(peer.origin()))));
                }
            } catch (VerificationException e) {
                quarantine(message(arrival), e.code());
            }
        }
        moved.forEach(this::replayHeld);
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

    /** Takes up what is held of a peer and need not be any more, a page at a time; the legs take turns. */
    private void replayHeld(Peer peer) {
        synchronized (replaying) {
            int taken;
            do {
                taken = replayPage(peer);
            } while (taken == HELD_AT_ONCE);
        }
    }

    /** @return how many were taken up */
    private int replayPage(Peer peer) {
        List<PeerStore.Message> waiting =
                Repeatable.call(() -> database.once(c -> PeerStore.held(c, peer.origin(), HELD_AT_ONCE)));
        List<PeerStore.Message> done = new ArrayList<>();
        Map<Boolean, List<PeerStore.Message>> isReceipt = waiting.stream()
                .collect(Collectors.partitioningBy(message -> message.topic().startsWith(Topics.RECEIPTS)));
        List<PeerStore.Message> recordMessages = isReceipt.get(false);
        List<PeerStore.Message> receiptMessages = isReceipt.get(true);
        List<Opened> opened = open(recordMessages, 0);
        for (int i = 0; i < opened.size(); i++) {
            if (!(opened.get(i) instanceof Held)) {
                done.add(recordMessages.get(i));
            }
        }
        List<ReceiptOpener.Opened> receiptsOpened = Repeatable.call(() -> receipts.open(receiptMessages, 0));
        List<ReceiptOpener.Opened> settled = new ArrayList<>();
        for (int i = 0; i < receiptsOpened.size(); i++) {
            if (!(receiptsOpened.get(i) instanceof ReceiptOpener.Opened.Held)) {
                settled.add(receiptsOpened.get(i));
                done.add(receiptMessages.get(i));
            }
        }
        append(opened);
        settleOpened(settled);
        if (done.size() < waiting.size()) {
            askForExpected(peer);
        }
        if (!done.isEmpty()) {
            Repeatable.run(() -> database.run(c -> PeerStore.release(c, done)));
            LOG.info("{} of {} held messages of {} taken up", done.size(), waiting.size(), peer.city());
        }
        return done.size();
    }

    private void quarantine(PeerStore.Message message, String reason) {
        LOG.warn("quarantined: {} {}@{} {}", reason, message.topic(), message.partition(), message.offset());
        Repeatable.run(() -> database.run(c -> PeerStore.quarantine(c, message, reason, clock.instant())));
    }

    private void hold(Peer peer, List<PeerStore.Message> messages) {
        Repeatable.run(() -> database.run(c -> {
            for (PeerStore.Message message : messages) {
                PeerStore.hold(c, peer.origin(), message, clock.instant());
            }
        }));
        outbox.ask(
                peer, new ConsistencyAsk(peer.origin(), self, Repeatable.call(() -> logs.newestSize(peer.origin()))));
        askForExpected(peer);
    }

    /** The checkpoints under which messages are held may never come by themselves: their sender may have been killed meanwhile. */
    private void askForExpected(Peer peer) {
        logs.takeExpected(peer.origin())
                .forEach(size -> outbox.ask(peer, new ConsistencyAsk(peer.origin(), self, size)));
    }

    private static PeerStore.Message message(Arrival arrival) {
        return new PeerStore.Message(
                arrival.topic(), arrival.partition(), arrival.offset(), arrival.key(), arrival.value());
    }
}

package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.CheckpointMessage;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.PeerStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
     * How long a record waits behind an earlier one that waits for its checkpoint. That is asked for again and again while anything comes
     * from its city; one that does not come in this time may never come, and its record comes again under another.
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

    /** What waits for its checkpoint. */
    record Held(PeerStore.Message message, HeldClaim claim) implements Opened {}

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
        List<Opened> opened = new ArrayList<>(arrivals.size());
        boolean inVain = false;
        for (Arrival arrival : arrivals) {
            long wait = inVain ? 0 : ON_ITS_WAY; // waited once in vain, the rest is not made to wait again
            Opened one = Repeatable.call(() -> records.open(message(arrival), wait));
            inVain |= one instanceof Held;
            opened.add(one);
        }
        return opened;
    }

    /** Dedupe, RECEIVED, inbox: one transaction under the log head. Commit offsets after it. */
    public void receive(List<Opened> opened) {
        List<PeerStore.Message> messages = opened.stream()
                .filter(one -> !(one instanceof Quarantined))
                .map(Opened::message)
                .toList();
        // What is held of them came before these or is a repeat, and may be taken up by now.
        HeldOrder order = takeUpHeldOf(messages);
        holdBack(opened, order);
        List<Opened> inOrder = new ArrayList<>();
        Map<Peer, List<PeerStore.Message>> waiting = new LinkedHashMap<>();
        for (Opened one : opened) {
            if (one instanceof Held late) {
                waiting.computeIfAbsent(late.claim().peer(), peer -> new ArrayList<>())
                        .add(late.message());
            } else if (one instanceof Reception reception
                    && order.isBehind(
                            reception.message(), reception.counterpart().index())) {
                waiting.computeIfAbsent(
                                peerOfCheckpoints.get(Topics.checkpoints(reception.from())), peer -> new ArrayList<>())
                        .add(reception.message());
            } else {
                inOrder.add(one);
            }
        }
        append(inOrder);
        waiting.forEach(held::hold);
        if (!waiting.isEmpty() || !order.isEmpty()) {
            takeUpHeldOf(messages); // the checkpoint may have come, or what was held back have come again
        }
    }

    private void holdBack(List<Opened> opened, HeldOrder order) {
        List<Held> late = opened.stream()
                .filter(Held.class::isInstance)
                .map(Held.class::cast)
                .toList();
        Set<ByteBuffer> received = held.received(late.stream().map(Held::claim).toList());
        for (Held own : late) {
            if (!received.contains(own.claim().leafHash())) {
                order.add(own.message(), own.claim().leafIndex(), clock.instant());
            }
        }
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
        waiting.forEach(held::hold);
        waiting.values().forEach(this::takeUpHeldOf); // their checkpoint may have come while they were put aside
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

    /** Takes up what is held of a peer and need not be any more. */
    private void takeUpHeld(Peer peer) {
        takeUp(last -> held.page(peer, last, HELD_AT_ONCE));
    }

    /** As {@link #takeUpHeld}, of the ordering keys of these messages. @return what is still held of them */
    private HeldOrder takeUpHeldOf(List<PeerStore.Message> messages) {
        return takeUp(last -> held.pageOfKeys(messages, last, HELD_AT_ONCE));
    }

    /** A page at a time; the legs take turns. */
    private synchronized HeldOrder takeUp(Function<Optional<PeerStore.Message>, List<PeerStore.Held>> pages) {
        HeldOrder order = new HeldOrder(clock.instant().minus(BEHIND));
        Optional<PeerStore.Message> last = Optional.empty();
        List<PeerStore.Held> page;
        do {
            page = pages.apply(last);
            if (!page.isEmpty()) {
                takeUp(page, order);
                last = Optional.of(page.get(page.size() - 1).message());
            }
        } while (page.size() == HELD_AT_ONCE);
        return order;
    }

    /** @param order by what is held before these; what stays held is added to it */
    private void takeUp(List<PeerStore.Held> waiting, HeldOrder order) {
        Map<Boolean, List<PeerStore.Held>> isReceipt = waiting.stream()
                .collect(Collectors.partitioningBy(one -> one.message().topic().startsWith(Topics.RECEIPTS)));
        List<PeerStore.Message> done = new ArrayList<>();
        Set<Peer> late = new HashSet<>();
        takeUpRecords(isReceipt.get(false), order, done, late);
        takeUpReceipts(isReceipt.get(true), done, late);
        late.forEach(held::askForExpected);
        if (!done.isEmpty()) {
            held.release(done);
            LOG.info(
                    "{} of {} held messages of {} taken up",
                    done.size(),
                    waiting.size(),
                    done.stream().map(PeerStore.Message::topic).distinct().toList());
        }
    }

    private void takeUpRecords(
            List<PeerStore.Held> waiting, HeldOrder order, List<PeerStore.Message> done, Set<Peer> late) {
        List<Optional<HeldClaim>> claims =
                waiting.stream().map(one -> records.claim(one.message())).toList();
        Set<ByteBuffer> received =
                held.received(claims.stream().flatMap(Optional::stream).toList());
        Set<String> unknown = new HashSet<>();
        List<Opened> inOrder = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            PeerStore.Message message = waiting.get(i).message();
            HeldClaim claim = claims.get(i).orElse(null);
            if (claim != null && order.isBehind(message, claim.leafIndex())) {
                continue; // not opened in vain
            }
            Opened one = claim != null && unknown.contains(claim.note())
                    ? new Held(message, claim)
                    : Repeatable.call(() -> records.open(message, 0));
            if (!(one instanceof Held own)) {
                inOrder.add(one);
                done.add(message);
                continue;
            }
            late.add(own.claim().peer());
            unknown.add(own.claim().note());
            if (!received.contains(own.claim().leafHash())) {
                order.add(message, own.claim().leafIndex(), waiting.get(i).since());
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

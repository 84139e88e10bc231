package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.mapping.UnmappableException;
import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.InboxStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a back-office system may ask of its own exchanges. A system sees only what it sent or what is addressed to it. Thread-safe. */
public final class BackOffice {
    /**
     * One exchange as its sender or receiver sees it.
     *
     * @param messageId the sender's own id; "" at the receiver
     * @param returned why it was returned, if it was
     * @param isFinal whether it is closed, and a quorum of witnesses stands behind the entry that closed it
     * @param leaf the city's first leaf of the exchange: ACCEPTED at the sender, RECEIVED at the receiver
     * @param proof inclusion proof of that leaf under the newest checkpoint, as C2SP tlog-proof
     */
    public record View(
            ExchangeId exchange,
            City from,
            City to,
            RecordType type,
            String messageId,
            ExchangeState state,
            Instant acceptedAt,
            Optional<Instant> closedAt,
            Optional<ReturnReason> returned,
            boolean isFinal,
            String leaf,
            String proof) {}

    /** One line of the outcomes: what became of what the system sent. */
    public record Closed(
            ExchangeId exchange,
            City to,
            RecordType type,
            String messageId,
            ExchangeState state,
            Instant closedAt,
            Optional<ReturnReason> returned) {}

    /** A page; {@code next} is the cursor for the following page and stays valid, also when the page is empty. */
    public record Page<T>(List<T> items, String next) {}

    /** What an acknowledgement did: DONE, ALREADY (the same before), CONFLICT (the other before), UNKNOWN. */
    public enum Effect {
        DONE,
        ALREADY,
        CONFLICT,
        UNKNOWN
    }

    private final City self;
    private final LogReader reader;
    private final CosignedCheckpoints cosigned;
    private final InboxReader inbox;
    private final ArchiveKey archive;
    private final GroupCommit commits;
    private final CloseEffect closeEffect;
    private final InboxFloor floor;
    private final OfficeNews news;
    private final Clock clock;

    BackOffice(
            City self,
            LogReader reader,
            CosignedCheckpoints cosigned,
            InboxReader inbox,
            ArchiveKey archive,
            GroupCommit commits,
            CloseEffect closeEffect,
            InboxFloor floor,
            OfficeNews news,
            Clock clock) {
        this.self = self;
        this.reader = reader;
        this.cosigned = cosigned;
        this.inbox = inbox;
        this.archive = archive;
        this.commits = commits;
        this.closeEffect = closeEffect;
        this.floor = floor;
        this.news = news;
        this.clock = clock;
    }

    /** Empty if there is no such exchange or it is not the caller's. */
    public Optional<View> exchange(SystemName caller, ExchangeId exchange) {
        Optional<ExchangeStore.Row> sent = reader.read(c -> ExchangeStore.byId(c, exchange.value()));
        if (sent.isPresent()) {
            return sent.filter(row -> row.system().equals(caller.value())).map(this::viewOfSent);
        }
        return reader
                .read(c -> inbox.waiting(
                        c,
                        InboxStore.byIds(c, List.of(exchange.value())).values().stream()
                                .filter(row -> row.system().equals(caller.value()))
                                .toList()))
                .stream()
                .findFirst()
                .map(this::viewOfReceived);
    }

    private View viewOfSent(ExchangeStore.Row row) {
        LogReader.Proved proved = reader.prove(row.leafIndex());
        return new View(
                new ExchangeId(row.id()),
                self,
                new City(row.toCity()),
                new RecordType(row.kind(), row.type()),
                row.messageId(),
                reader.stateOf(row),
                row.acceptedAt(),
                Optional.ofNullable(row.closedAt()),
                reasonOf(row),
                isFinal(row.closedIndex()),
                proved.leaf(),
                proved.proof());
    }

    private View viewOfReceived(InboxReader.Waiting received) {
        InboxStore.Row row = received.row();
        LogReader.Proved proved = reader.prove(row.receivedIndex());
        try {
            Leaf accepted = received.content().accepted();
            return new View(
                    new ExchangeId(row.id()),
                    new City(row.fromCity()),
                    self,
                    accepted.type().orElseThrow(),
                    "",
                    row.state().equals("OPEN") ? ExchangeState.RECEIVED : ExchangeState.valueOf(row.state()),
                    accepted.time(),
                    Optional.ofNullable(row.closedAt()),
                    Optional.ofNullable(row.returnCode()).map(code -> new ReturnReason(code, "")),
                    isFinal(row.closedIndex()),
                    proved.leaf(),
                    proved.proof());
        } catch (VerificationException e) {
            throw new IllegalStateException("inbox: a stored leaf cannot be read", e);
        }
    }

    private boolean isFinal(Long closedIndex) {
        return closedIndex != null && cosigned.isFinal(closedIndex);
    }

    private Optional<ReturnReason> reasonOf(ExchangeStore.Row row) {
        if (row.returnCode() == null) {
            return Optional.empty();
        }
        if (row.returnKey() == null) {
            return Optional.of(new ReturnReason(row.returnCode(), ""));
        }
        try {
            byte[] key = archive.unwrap(row.returnKey(), new ExchangeId(row.id()));
            return Optional.of(
                    ReturnSlip.open(EnvelopeOpener.openWithRecordKey(row.returnSlip(), key), row.returnCode()));
        } catch (VerificationException e) {
            throw new IllegalStateException("exchange: a stored reason does not open: " + e.code(), e);
        }
    }

    /**
     * What became of what the system sent, in the order in which the receipts were logged.
     *
     * @param after a cursor from an earlier page, or "" for the beginning
     * @param wait how long to wait for the first item
     * @throws OverCapacityException if too many calls wait already
     * @throws IllegalArgumentException if {@code after} is no cursor
     */
    public Page<Closed> outcomes(SystemName caller, String after, int limit, Duration wait) {
        return waiting(OfficeNews.Kind.OUTCOMES, caller, wait, limit, () -> outcomes(caller, after, limit));
    }

    private Page<Closed> outcomes(SystemName caller, String after, int limit) {
        long index = cursor(after);
        List<ExchangeStore.Row> rows = reader.read(c -> ExchangeStore.closedAfter(c, caller.value(), index, limit));
        List<Closed> items = rows.stream()
                .map(row -> new Closed(
                        new ExchangeId(row.id()),
                        new City(row.toCity()),
                        new RecordType(row.kind(), row.type()),
                        row.messageId(),
                        ExchangeState.valueOf(row.state()),
                        row.closedAt(),
                        reasonOf(row)))
                .toList();
        return new Page<>(
                items, rows.isEmpty() ? after : text(rows.get(rows.size() - 1).closedIndex()));
    }

    /**
     * What waits for a polling system; items stay until acknowledged or returned, of each ordering key the oldest only.
     *
     * @param wait how long to wait for the first item
     * @throws OverCapacityException if too many calls wait already
     * @throws IllegalArgumentException if {@code after} is no cursor
     */
    public Page<Delivery> inbox(SystemName caller, String after, int limit, Duration wait) {
        return waiting(OfficeNews.Kind.INBOX, caller, wait, limit, () -> inbox(caller, after, limit));
    }

    private <T> Page<T> waiting(
            OfficeNews.Kind kind, SystemName caller, Duration wait, int limit, Supplier<Page<T>> look) {
        return news.look(
                new OfficeNews.Box(kind, caller.value()),
                wait,
                look,
                page -> page.items().size(),
                limit);
    }

    /** Calls that wait are answered, and none waits from now on. */
    public void endWaiting() {
        news.end();
    }

    private Page<Delivery> inbox(SystemName caller, String after, int limit) {
        long index = cursor(after);
        List<InboxReader.Waiting> rows = reader.read(c -> inbox.waiting(
                c,
                InboxStore.deliverable(
                        c,
                        caller.value(),
                        Math.max(index, floor.of(c, caller.value()) - 1),
                        List.of(),
                        clock.instant(),
                        Duration.ZERO,
                        limit)));
        List<Delivery> items = new ArrayList<>(rows.size());
        for (InboxReader.Waiting row : rows) {
            try {
                items.add(inbox.read(row));
            } catch (UnmappableException e) {
                giveBack(caller, Map.of(new ExchangeId(row.row().id()), InboxReader.notExpressible(e)));
            }
        }
        return new Page<>(
                items,
                rows.isEmpty() ? after : text(rows.get(rows.size() - 1).row().receivedIndex()));
    }

    /** Appends DELIVERED; durable when it returns. One effect an id, in order of the list. */
    public List<Effect> acknowledge(SystemName caller, List<ExchangeId> exchanges) {
        List<Closure> closures = exchanges.stream()
                .map(id -> new Closure(caller, id, Optional.empty()))
                .toList();
        append(closures);
        return closures.stream().map(Closure::effect).toList();
    }

    /** Appends RETURNED; durable when it returns. */
    public Map<ExchangeId, Effect> giveBack(SystemName caller, Map<ExchangeId, ReturnReason> exchanges) {
        List<Closure> closures = new ArrayList<>();
        exchanges.forEach((id, reason) -> closures.add(new Closure(caller, id, Optional.of(reason))));
        append(closures);
        Map<ExchangeId, Effect> effects = new LinkedHashMap<>();
        closures.forEach(closure -> effects.put(closure.id(), closure.effect()));
        return effects;
    }

    private void append(List<Closure> closures) {
        if (!closures.isEmpty()) {
            commits.append(closeEffect, closures);
        }
    }

    private static long cursor(String after) {
        if (after.isEmpty()) {
            return -1;
        }
        try {
            String text = new String(java.util.Base64.getUrlDecoder().decode(after), StandardCharsets.US_ASCII);
            long index = Long.parseLong(text.substring(1));
            if (text.charAt(0) == 'i' && index >= 0) {
                return index;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("after (expected: a cursor that an earlier page gave)", e);
        }
        throw new IllegalArgumentException("after (expected: a cursor that an earlier page gave)");
    }

    private static String text(long index) {
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("i" + index).getBytes(StandardCharsets.US_ASCII));
    }
}
